import type { NamedResponse } from '@countersign/contract';
import { Select } from 'antd';
import { useWords } from '../i18n/words.ts';
import { useField } from './draft-context.tsx';
import { describedBy, FieldFrame } from './field.tsx';
import styles from './form.module.css';
import { formWords } from './words.ts';

const pointer = '/departmentId';

/** For which of their departments somebody reports; whoever has one alone is not asked. */
export function DepartmentPart({ departments }: { departments: NamedResponse[] }) {
  const say = useWords(formWords);
  const { value, error, write } = useField(pointer);
  if (departments.length < 2) return null;
  return (
    <section className="card">
      <div className={styles.fields}>
        <FieldFrame pointer={pointer} label={say('department')} required error={error}>
          <Select
            {...describedBy(pointer, error, null)}
            aria-required
            status={error ? 'error' : undefined}
            placeholder={say('choose')}
            value={(value as string | null) ?? null}
            options={departments.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={write}
          />
        </FieldFrame>
      </div>
    </section>
  );
}
