import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';

export interface Tab {
  to: string;
  label: string;
  /** Only this very address, and none below it. */
  end?: boolean;
}

/** Pages that belong together, as links: each has an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    // On a phone the tabs scroll within themselves, and the one that is open may lie outside.
    nav.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <nav className="tabs" aria-label={label} ref={nav}>
      {tabs.map(({ to, label: name, end }) => (
        <NavLink key={to} to={to} end={end} className="tab">
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
