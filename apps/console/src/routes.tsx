import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { pages } from './pages.ts';
import type { Later } from './parts/later.tsx';
import { useSession } from './session/session.ts';
import { homeOf } from './shell/navigation.tsx';
import { Shell } from './shell/shell.tsx';

/** Whoever never acts on a referral lands on what they are here for. */
function Home() {
  const home = homeOf(useSession());
  return home === '/' ? <pages.worklist /> : <Navigate to={home} replace />;
}

const at = (path: string, Page: Later<object>): RouteObject => ({ path, element: <Page />, handle: Page });

/** Every page, one line each; each is loaded when somebody goes there. */
export const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { path: '/', element: <Home />, handle: pages.worklist },
      at('/new', pages.newReferral),
      at('/drafts/:draftId', pages.report),
      at('/referrals/:id', pages.referral),
      at('/referrals/:id/form', pages.fillIn),
      at('/desk', pages.desk),
      at('/find', pages.find),
      at('/overview/*', pages.overview),
      at('/settings/*', pages.settings),
      at('/administration/*', pages.administration),
      at('/audit/*', pages.audit),
      at('/me', pages.me),
      at('*', pages.notFound),
    ],
  },
]);

/** Brings the page that the address names, and lets it begin to read what it shows. */
export async function bringPage(): Promise<void> {
  const { matches, location } = router.state;
  const { route, params } = matches.at(-1)!;
  const { begin } = await (route.handle as Later<object>).bring();
  begin?.({ params, search: new URLSearchParams(location.search) });
}
