import { Input } from 'antd';
import type { ComponentProps, ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { useField } from './draft-context.tsx';
import styles from './form.module.css';
import type { Pointer } from './typed.ts';
import { formWords } from './words.ts';

/** Where a field is on the page: an error's link leads there. */
export const idOf = (pointer: Pointer): string => `field${pointer.replaceAll('/', '-')}`;

interface FrameProps {
  pointer: Pointer;
  label: string;
  required?: boolean;
  /** Below the field: what to write, or what is noticed while it is written. */
  hint?: ReactNode;
  error?: string | null;
  wide?: boolean;
  children: ReactNode;
}

/** Label above, field, and below it why it was refused or what helps. */
export function FieldFrame({ pointer, label, required = false, hint, error, wide = false, children }: FrameProps) {
  const say = useWords(formWords);
  const id = idOf(pointer);
  return (
    <div className={wide ? styles.fieldWide : styles.field}>
      <label htmlFor={id} id={`${id}-label`}>
        {label}
        {!required && <span className={styles.optional}>{say('optional')}</span>}
      </label>
      {children}
      {error && (
        <p className={styles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <div className={styles.hint} id={`${id}-hint`} aria-live="polite">
          {hint}
        </div>
      )}
    </div>
  );
}

/** What a control needs so that it is read out with its label, its error and its hint. */
export const describedBy = (pointer: Pointer, error: unknown, hint: unknown) => ({
  id: idOf(pointer),
  'aria-invalid': Boolean(error),
  'aria-describedby': [error && `${idOf(pointer)}-error`, hint && `${idOf(pointer)}-hint`].filter(Boolean).join(' ') || undefined,
});

type Native = Pick<ComponentProps<typeof Input>, 'inputMode' | 'autoComplete' | 'placeholder' | 'spellCheck' | 'autoCapitalize' | 'type'>;

/** Why a text is refused on submitting, said while it is written. A draft holds it nevertheless. */
export function useTooLong(text: string, max: number | undefined): string | null {
  const say = useWords(formWords);
  const length = [...text.trim()].length;
  return max !== undefined && length > max ? say('tooLong', { max, length }) : null;
}

interface TextFieldProps extends Native, Omit<FrameProps, 'children' | 'error'> {
  max?: number;
  /** What is written is put right at once: full-width digits, spaces inside a number. */
  tidy?: (text: string) => string;
}

export function TextField({ pointer, label, required, hint, wide, max, tidy, ...native }: TextFieldProps) {
  const { text, error: refused, write, leave } = useField(pointer);
  const error = useTooLong(text, max) ?? refused;
  return (
    <FieldFrame {...{ pointer, label, required, hint, error, wide }}>
      <Input
        {...native}
        {...describedBy(pointer, error, hint)}
        autoComplete={native.autoComplete ?? 'off'}
        aria-required={required}
        status={error ? 'error' : undefined}
        value={text}
        onChange={({ target, nativeEvent }) => {
          // While characters are still being composed by an input method, nothing is put right under its hands.
          const composing = (nativeEvent as InputEvent).isComposing;
          write(tidy && !composing ? tidy(target.value) : target.value);
        }}
        onBlur={leave}
      />
    </FieldFrame>
  );
}

interface ProseFieldProps extends Omit<FrameProps, 'children' | 'error'> {
  max: number;
  rows?: number;
}

/** Several lines. What is too long is said and not cut off. */
export function ProseField({ pointer, label, required, hint, max, rows = 3 }: ProseFieldProps) {
  const { text, error: refused, write, leave } = useField(pointer);
  const error = useTooLong(text, max) ?? refused;
  return (
    <FieldFrame {...{ pointer, label, required, hint, error }} wide>
      <Input.TextArea
        {...describedBy(pointer, error, hint)}
        aria-required={required}
        status={error ? 'error' : undefined}
        value={text}
        autoSize={{ minRows: rows, maxRows: 14 }}
        count={{ show: [...text].length > max * 0.8, max }}
        onChange={({ target }) => write(target.value)}
        onBlur={leave}
      />
    </FieldFrame>
  );
}

/** Digits as a form wants them: full-width ones made plain, spaces left out. */
export const plainNumber = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '');
