import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** What one could do now. */
  children?: ReactNode;
}

/** An empty list says why it is empty and what to do. */
export function Nothing({ title, children }: Props) {
  return (
    <div className="nothing">
      <svg width="56" height="56" viewBox="0 0 56 56" aria-hidden="true">
        <rect x="12" y="8" width="32" height="40" rx="4" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M20 20h16M20 28h16M20 36h9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <p className="nothing-title">{title}</p>
      {children && <div className="nothing-more">{children}</div>}
    </div>
  );
}
