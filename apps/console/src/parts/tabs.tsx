import { NavLink } from 'react-router';

export interface Tab {
  to: string;
  label: string;
  /** Only this very address, and none below it. */
  end?: boolean;
}

/** Pages that belong together, as links: each has an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ to, label: name, end }) => (
        <NavLink key={to} to={to} end={end} className="tab">
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
