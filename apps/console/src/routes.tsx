import { lazy } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { useSession } from './session/session.ts';
import { homeOf } from './shell/navigation.tsx';
import { Shell } from './shell/shell.tsx';

export const SignIn = lazy(() => import('./pages/sign-in/page.tsx'));
export const ChangePassword = lazy(() => import('./pages/change-password/page.tsx'));

const pages = {
  worklist: lazy(() => import('./pages/worklist/page.tsx')),
  newReferral: lazy(() => import('./pages/new-referral/page.tsx')),
  report: lazy(() => import('./pages/report/page.tsx')),
  referral: lazy(() => import('./pages/referral/page.tsx')),
  fillIn: lazy(() => import('./pages/fill-in/page.tsx')),
  desk: lazy(() => import('./pages/desk/page.tsx')),
  find: lazy(() => import('./pages/find/page.tsx')),
  overview: lazy(() => import('./pages/overview/page.tsx')),
  settings: lazy(() => import('./pages/settings/page.tsx')),
  administration: lazy(() => import('./pages/administration/page.tsx')),
  audit: lazy(() => import('./pages/audit/page.tsx')),
  me: lazy(() => import('./pages/me/page.tsx')),
  notFound: lazy(() => import('./pages/not-found/page.tsx')),
};

/** Whoever never acts on a referral lands on what they are here for. */
function Home() {
  const home = homeOf(useSession());
  return home === '/' ? <pages.worklist /> : <Navigate to={home} replace />;
}

/** Every page, one line each; each is loaded when somebody goes there. */
export const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { path: '/', element: <Home /> },
      { path: '/new', element: <pages.newReferral /> },
      { path: '/drafts/:draftId', element: <pages.report /> },
      { path: '/referrals/:id', element: <pages.referral /> },
      { path: '/referrals/:id/form', element: <pages.fillIn /> },
      { path: '/desk', element: <pages.desk /> },
      { path: '/find', element: <pages.find /> },
      { path: '/overview/*', element: <pages.overview /> },
      { path: '/settings/*', element: <pages.settings /> },
      { path: '/administration/*', element: <pages.administration /> },
      { path: '/audit/*', element: <pages.audit /> },
      { path: '/me', element: <pages.me /> },
      { path: '*', element: <pages.notFound /> },
    ],
  },
]);
