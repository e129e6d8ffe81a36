import type { SessionResponse } from '@countersign/contract';
import type { ReactNode } from 'react';
import { AuditIcon, DeskIcon, FindIcon, InboxIcon, MeIcon, NewIcon, OverviewIcon, PeopleIcon, SettingsIcon } from './icons.tsx';
import type { shellWords } from './words.ts';

type Key = keyof (typeof shellWords)['words']['zh-CN'];

export interface Place {
  to: string;
  label: Key;
  /** Where there is room for one word. */
  short?: Key;
  icon: ReactNode;
}

/** Where somebody goes, by what the server says that they may. */
export function placesOf({ may, reports }: SessionResponse): Place[] {
  const acts = may.includes('actOnReferrals');
  const places: [shown: boolean, Place][] = [
    [acts, { to: '/', label: 'worklist', icon: <InboxIcon /> }],
    [reports.length > 0, { to: '/new', label: 'newReferral', short: 'newShort', icon: <NewIcon /> }],
    [may.includes('serveWindow'), { to: '/desk', label: 'desk', icon: <DeskIcon /> }],
    [may.includes('seeReferrals'), { to: '/find', label: 'find', icon: <FindIcon /> }],
    [may.includes('seeOverview'), { to: '/overview', label: 'overview', short: 'overviewShort', icon: <OverviewIcon /> }],
    [acts || may.includes('keepReasons'), { to: '/settings', label: 'settings', short: 'settingsShort', icon: <SettingsIcon /> }],
    [may.includes('administer'), { to: '/administration', label: 'administration', short: 'administrationShort', icon: <PeopleIcon /> }],
    [may.includes('seeAudit'), { to: '/audit', label: 'audit', icon: <AuditIcon /> }],
    [true, { to: '/me', label: 'me', icon: <MeIcon /> }],
  ];
  return places.filter(([shown]) => shown).map(([, place]) => place);
}

/** The page that somebody lands on: what awaits them, or what they are here for. */
export const homeOf = (session: SessionResponse): string => placesOf(session)[0]!.to;
