import type { DiagnosisPart } from '@countersign/contract';
import { Button, Input } from 'antd';
import { useWords } from '../i18n/words.ts';
import { tell } from '../parts/messages.tsx';
import { useDraft, useField } from './draft-context.tsx';
import { describedBy, FieldFrame, idOf, useTooLong } from './field.tsx';
import styles from './form.module.css';
import { diagnosisSearch } from './queries.ts';
import { SearchBox } from './search-box.tsx';
import { formWords } from './words.ts';

const pointer = '/content/diagnoses';
const most = 10;
type Diagnosis = Partial<DiagnosisPart>;

/** The main diagnosis first; found in the directory, or written by hand. */
export function DiagnosesPart() {
  const say = useWords(formWords);
  const { value, error, write } = useField(pointer);
  const diagnoses = (value as Diagnosis[] | undefined) ?? [];
  const { saver } = useDraft();
  const add = (diagnosis: Diagnosis): void => {
    if (diagnosis.code && diagnoses.some(({ code }) => code === diagnosis.code)) {
      tell(say('diagnosisTwice', { name: diagnosis.name ?? '' }), { tone: 'info' });
    } else if (diagnoses.length >= most) {
      tell(say('diagnosisMost', { max: most }), { tone: 'warning' });
    } else {
      write([...diagnoses, diagnosis]);
      void saver.flush();
    }
  };
  const addByHand = (text: string): void => {
    add({ name: text });
    // Its code is what is missing.
    requestAnimationFrame(() => document.getElementById(idOf(`${pointer}/${diagnoses.length}/code`))?.focus());
  };
  const move = (from: number, to: number): void => {
    const moved = diagnoses.filter((_, i) => i !== from);
    write(moved.toSpliced(to, 0, diagnoses[from]!));
  };
  return (
    <section className="card" aria-labelledby="diagnoses">
      <h2 id="diagnoses">{say('diagnoses')}</h2>
      {diagnoses.length > 0 && (
        <ol className={styles.diagnoses}>
          {diagnoses.map((diagnosis, index) => (
            <Row
              // A row is its place: what is written in it is the draft's.
              key={index}
              index={index}
              diagnosis={diagnosis}
              last={index === diagnoses.length - 1}
              onMove={(to) => move(index, to)}
              onRemove={() => write(diagnoses.toSpliced(index, 1))}
            />
          ))}
        </ol>
      )}
      <FieldFrame pointer={pointer} label={say('diagnosisSearch')} required hint={say('diagnosisHint')} error={error} wide>
        <SearchBox
          id={idOf(pointer)}
          placeholder={say('diagnosisSearch')}
          describedBy={describedBy(pointer, error, true)['aria-describedby']}
          invalid={Boolean(error)}
          search={diagnosisSearch}
          keyOf={({ code }) => code}
          show={({ code, name, alias }) => (
            <>
              <span className={styles.code}>{code}</span>
              <span>{name}</span>
              {alias && <span className="muted">{alias}</span>}
            </>
          )}
          onChoose={({ code, name }) => add({ code, name })}
          freeLabel={(text) => say('diagnosisFree', { text })}
          onFree={addByHand}
        />
      </FieldFrame>
    </section>
  );
}

interface RowProps {
  index: number;
  diagnosis: Diagnosis;
  last: boolean;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function Row({ index, diagnosis, last, onMove, onRemove }: RowProps) {
  const say = useWords(formWords);
  const role = index === 0 ? say('diagnosisMain') : say('diagnosisOther', { number: index });
  const name = diagnosis.name ?? diagnosis.code ?? role;
  return (
    <li className={styles.diagnosis}>
      <span className={index === 0 ? styles.main : styles.other}>{role}</span>
      <Part index={index} field="code" label={`${role} ${say('diagnosisCode')}`} placeholder={say('diagnosisCode')} />
      <Part index={index} field="name" label={`${role} ${say('diagnosisName')}`} placeholder={say('diagnosisName')} />
      <span className={styles.rowButtons}>
        {index > 0 && (
          <Button size="small" aria-label={say('upOf', { name })} onClick={() => onMove(index - 1)}>
            {say('up')}
          </Button>
        )}
        {!last && (
          <Button size="small" aria-label={say('downOf', { name })} onClick={() => onMove(index + 1)}>
            {say('down')}
          </Button>
        )}
        <Button size="small" aria-label={say('removeOf', { name })} onClick={onRemove}>
          {say('remove')}
        </Button>
      </span>
    </li>
  );
}

/** Both can be put right in place: the directory's name need not be the hospital's. */
function Part({ index, field, label, placeholder }: { index: number; field: 'code' | 'name'; label: string; placeholder: string }) {
  const at = `${pointer}/${index}/${field}` as const;
  const { text, error: refused, write, leave } = useField(at);
  const error = useTooLong(text, field === 'name' ? 100 : undefined) ?? refused;
  return (
    <span className={field === 'code' ? styles.diagnosisCode : styles.diagnosisName}>
      <Input
        {...describedBy(at, error, null)}
        aria-label={label}
        aria-required
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        status={error ? 'error' : undefined}
        className={field === 'code' ? 'numbers' : undefined}
        value={text}
        onChange={({ target }) => write(field === 'code' ? codeOf(target.value) : target.value)}
        onBlur={leave}
      />
      {error && (
        <span className={styles.error} id={`${idOf(at)}-error`}>
          {error}
        </span>
      )}
    </span>
  );
}

/** ICD-10 begins with a large letter; the rest is as it is. */
function codeOf(text: string): string {
  const plain = text.normalize('NFKC').trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
