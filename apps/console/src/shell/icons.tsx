import type { ReactNode } from 'react';

/** A dozen strokes of our own weigh less than an icon library in the first load. */
const drawn = (paths: ReactNode) =>
  function Icon() {
    return (
      <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        {paths}
      </svg>
    );
  };

export const InboxIcon = drawn(<path d="M3 11.5 5.2 4h9.6L17 11.5V16H3v-4.500zM3 11.500h4l1.200 2h3.600l1.200-2h4" />);
export const NewIcon = drawn(<path d="M5 3h6.500L15 6.500V17H5zM10 8.500v5M7.500 11h5" />);
export const DeskIcon = drawn(<path d="M3 8h14v8H3zM6 8V4h8v4M6 12h8" />);
export const FindIcon = drawn(<><circle cx="9" cy="9" r="5" /><path d="m13 13 4 4" /></>);
export const OverviewIcon = drawn(<path d="M3 17h14M5.500 14V9M10 14V4M14.500 14v-3" />);
export const PeopleIcon = drawn(<><circle cx="7.500" cy="7" r="2.500" /><path d="M3 16c0-2.800 2-4.500 4.500-4.500S12 13.200 12 16M13 5.200a2.300 2.300 0 0 1 0 4M14.500 12c1.700.6 2.500 2 2.500 4" /></>);
export const SettingsIcon = drawn(<><path d="M3 6h8M15 6h2M3 14h2M9 14h8" /><circle cx="13" cy="6" r="2" /><circle cx="7" cy="14" r="2" /></>);
export const AuditIcon = drawn(<path d="M10 3 4 5.500V10c0 3.500 2.500 6 6 7 3.500-1 6-3.500 6-7V5.500zM7.500 10l1.800 1.800L12.800 8" />);
export const MoreIcon = drawn(<path d="M4.500 10h.01M10 10h.01M15.500 10h.01" strokeWidth="2.600" />);
export const MeIcon = drawn(<><circle cx="10" cy="7" r="3" /><path d="M4 17c.4-3.200 2.900-5 6-5s5.600 1.800 6 5" /></>);
