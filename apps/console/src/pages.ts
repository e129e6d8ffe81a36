import { dressed, later } from './parts/later.tsx';

export const SignIn = dressed(() => import('./pages/sign-in/page.tsx'));
export const ChangePassword = dressed(() => import('./pages/change-password/page.tsx'));

/** Every page; those that somebody opens all day do without Ant Design, which comes with their sheets. */
export const pages = {
  worklist: later(() => import('./pages/worklist/page.tsx')),
  referral: later(() => import('./pages/referral/page.tsx')),
  find: later(() => import('./pages/find/page.tsx')),
  newReferral: dressed(() => import('./pages/new-referral/page.tsx')),
  report: dressed(() => import('./pages/report/page.tsx')),
  fillIn: dressed(() => import('./pages/fill-in/page.tsx')),
  desk: dressed(() => import('./pages/desk/page.tsx')),
  overview: dressed(() => import('./pages/overview/page.tsx')),
  settings: dressed(() => import('./pages/settings/page.tsx')),
  administration: dressed(() => import('./pages/administration/page.tsx')),
  audit: dressed(() => import('./pages/audit/page.tsx')),
  me: dressed(() => import('./pages/me/page.tsx')),
  notFound: later(() => import('./pages/not-found/page.tsx')),
};
