import { insuranceKinds, insuranceKindWords } from '@countersign/contract/words';
import { birthDateOf, faultOfIdNumber, sexOf } from '@countersign/policy/id-card';
import { Input, Select } from 'antd';
import { useLanguage, useWords } from '../i18n/words.ts';
import { dayInShanghai, sayDay } from '../parts/times.ts';
import { useField } from './draft-context.tsx';
import { EarlierReferrals } from './earlier.tsx';
import { describedBy, FieldFrame, idOf, plainNumber, TextField } from './field.tsx';
import styles from './form.module.css';
import type { Pointer } from './typed.ts';
import { formWords } from './words.ts';

const idPointer = '/content/patient/idNumber';
const faultWords = { shape: 'idShape', birthDate: 'idBirthDate', checkDigit: 'idCheckDigit' } as const;

/** What an ID number says as soon as it is written to its end: who was born when, or what is wrong with it. */
export function IdNumberField({ pointer }: { pointer: Pointer }) {
  const say = useWords(formWords);
  const language = useLanguage();
  const { text, error, write, leave } = useField(pointer);
  const complete = text.length >= 18;
  const fault = complete ? faultOfIdNumber(text, new Date()) : null;
  const good = complete && !fault;
  const wrong = fault ? say(faultWords[fault]) : error;
  const born = good ? birthDateOf(text)! : '';
  const hint = good ? (
    <span className={styles.good}>{say('idGood', { born: sayDay(born, language), age: ageOn(born), sex: say(sexOf(text)) })}</span>
  ) : (
    text.length > 5 && !complete && say('idShort', { count: 18 - text.length })
  );
  return (
    <FieldFrame pointer={pointer} label={say('idNumber')} required hint={hint} error={wrong}>
      <Input
        {...describedBy(pointer, wrong, hint)}
        // Letters too: the last character may be an X.
        inputMode="text"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        aria-required
        className="numbers"
        status={wrong ? 'error' : undefined}
        value={text}
        onChange={({ target }) => write(plainNumber(target.value).toUpperCase())}
        onBlur={leave}
      />
    </FieldFrame>
  );
}

/** Full years on this day in Asia/Shanghai. */
function ageOn(born: string): number {
  const today = dayInShanghai(new Date());
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}

/** The patient, ID number first: the rest can be compared with what it says. */
export function PatientPart({ referralId }: { referralId: string | null }) {
  const say = useWords(formWords);
  const { text: idNumber } = useField(idPointer);
  return (
    <section className="card" aria-labelledby="patient">
      <h2 id="patient">{say('patient')}</h2>
      <div className={styles.fields}>
        <IdNumberField pointer={idPointer} />
        <TextField pointer="/content/patient/name" label={say('patientName')} required max={50} />
        {faultOfIdNumber(idNumber, new Date()) === null && <EarlierReferrals idNumber={idNumber} except={referralId} />}
        <InsuranceKindField />
        <TextField
          pointer="/content/patient/insuranceNo"
          label={say('insuranceNo')}
          tidy={plainNumber}
          inputMode="text"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField pointer="/content/patient/phone" label={say('phone')} tidy={plainNumber} type="tel" inputMode="tel" />
        <TextField
          pointer="/content/patient/medicalRecordNo"
          label={say('medicalRecordNo')}
          tidy={plainNumber}
          inputMode="text"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField pointer="/content/patient/address" label={say('address')} wide max={200} />
      </div>
    </section>
  );
}

function InsuranceKindField() {
  const pointer = '/content/patient/insuranceKind';
  const say = useWords(formWords);
  const language = useLanguage();
  const { value, error, write, leave } = useField(pointer);
  return (
    <FieldFrame pointer={pointer} label={say('insuranceKind')} required error={error}>
      <Select
        {...describedBy(pointer, error, null)}
        aria-labelledby={`${idOf(pointer)}-label`}
        aria-required
        status={error ? 'error' : undefined}
        placeholder={say('choose')}
        value={(value as string | undefined) ?? null}
        options={insuranceKinds.map((kind) => ({ value: kind, label: insuranceKindWords[kind][language] }))}
        onChange={write}
        onBlur={leave}
      />
    </FieldFrame>
  );
}
