import type { SessionResponse } from '@countersign/contract';
import type { Office } from '@countersign/policy';
import type { ReactNode } from 'react';
import { holds } from '../session/session.ts';
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

const insuranceHeads: Office[] = ['insuranceDirector', 'insuranceLead'];
const overseers: Office[] = [...insuranceHeads, 'medicalDirector', 'deanInCharge', 'businessDean', 'auditor'];

/** Where somebody goes in their offices. What they may do there is the server's to say. */
export function placesOf(session: SessionResponse): Place[] {
  const acts = session.capacities.some(({ office }) => office !== 'administrator' && office !== 'auditor');
  const places: [shown: boolean, Place][] = [
    [acts, { to: '/', label: 'worklist', icon: <InboxIcon /> }],
    [session.reports.length > 0, { to: '/new', label: 'newReferral', short: 'newShort', icon: <NewIcon /> }],
    [holds(session, 'windowClerk'), { to: '/desk', label: 'desk', icon: <DeskIcon /> }],
    [acts || holds(session, 'auditor'), { to: '/find', label: 'find', icon: <FindIcon /> }],
    [holds(session, ...overseers), { to: '/overview', label: 'overview', short: 'overviewShort', icon: <OverviewIcon /> }],
    [acts || holds(session, 'administrator'), { to: '/settings', label: 'settings', short: 'settingsShort', icon: <SettingsIcon /> }],
    [holds(session, 'administrator'), { to: '/administration', label: 'administration', short: 'administrationShort', icon: <PeopleIcon /> }],
    [holds(session, 'auditor', 'administrator', ...insuranceHeads), { to: '/audit', label: 'audit', icon: <AuditIcon /> }],
    [true, { to: '/me', label: 'me', icon: <MeIcon /> }],
  ];
  return places.filter(([shown]) => shown).map(([, place]) => place);
}

/** The page that somebody lands on: what awaits them, or what they are here for. */
export const homeOf = (session: SessionResponse): string => placesOf(session)[0]!.to;
