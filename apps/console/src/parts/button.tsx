import type { ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: 'primary' | 'danger' | 'link';
  size?: 'small' | 'large';
  /** What it began is not done yet: it shows that, keeps the focus, and begins nothing more. */
  busy?: boolean;
}

/** A button for pages that many open first: Ant Design's own, which is heavy, stays with forms and dialogs. */
export function Button({ tone, size, busy = false, className, onClick, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={[styles.button, className].filter(Boolean).join(' ')}
      data-tone={tone}
      data-size={size}
      aria-busy={busy}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {busy && <span className={styles.turning} aria-hidden="true" />}
      {children}
    </button>
  );
}
