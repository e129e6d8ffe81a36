import { useWords } from '../i18n/words.ts';
import { plainNumber, TextField } from './field.tsx';
import styles from './form.module.css';
import { IdNumberField } from './patient.tsx';
import { formWords } from './words.ts';

/** 经办人: who brings another hospital's case. */
export function AgentPart() {
  const say = useWords(formWords);
  return (
    <section className="card" aria-labelledby="agent">
      <h2 id="agent">{say('agent')}</h2>
      <p className="muted">{say('agentAbout')}</p>
      <div className={styles.fields}>
        <IdNumberField pointer="/content/agent/idNumber" />
        <TextField pointer="/content/agent/name" label={say('patientName')} required max={50} />
        <TextField pointer="/content/agent/hospital" label={say('agentHospital')} required max={100} />
        <TextField pointer="/content/agent/phone" label={say('phone')} tidy={plainNumber} type="tel" inputMode="tel" />
      </div>
    </section>
  );
}
