import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation, useNavigationType } from 'react-router';
import { useWords } from '../i18n/words.ts';
import { pages } from '../pages.ts';
import { FailedPage } from '../parts/failed-page.tsx';
import { Loading } from '../parts/loading.tsx';
import { Messages } from '../parts/messages.tsx';
import { PresenceProvider } from '../session/presence.tsx';
import { useSession } from '../session/session.ts';
import { SignedOut } from '../session/signed-out.tsx';
import { sessionWords } from '../session/words.ts';
import { countsQuery, sayCount } from './counts.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { useLive } from './live.ts';
import { placesOf, type Place } from './navigation.tsx';
import { SigningWindow } from './signing-window.tsx';
import { Who } from './who.tsx';
import { shellWords } from './words.ts';

/** Nearly everybody opens a referral next: its page comes while they read, and not when they wait for it. */
const readyIn = 2_000;
function useNextPage(): void {
  useEffect(() => {
    const timer = setTimeout(() => void pages.referral.bring(), readyIn);
    return () => clearTimeout(timer);
  }, []);
}

/** What stands around every page: where one can go, who one is, and what awaits one. */
export function Shell() {
  const say = useWords(shellWords);
  const product = useWords(sessionWords)('product');
  const session = useSession();
  const connected = useLive();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  useFocusOnArrival(main, pathname);
  useNextPage();
  const places = placesOf(session);
  return (
    <PresenceProvider>
      <a className="skip" href="#main">
        {say('skip')}
      </a>
      <header className="top">
        <NavLink to="/" className="brand">
          <img src="/icon.svg" alt="" width="26" height="26" />
          <span>{product}</span>
        </NavLink>
        <span className="top-institution">{session.institution.name}</span>
        <div className="top-end">
          <SigningWindow />
          <LanguageSwitch />
          <Who />
        </div>
      </header>
      <nav className="side" aria-label={say('navigation')}>
        {places.map((place) => (
          <PlaceLink key={place.to} place={place} />
        ))}
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        {!connected && (
          <p className="offline" role="status">
            {say('offline')}
          </p>
        )}
        <FailedPage place={pathname}>
          <Suspense fallback={<div className="page"><Loading /></div>}>
            <Outlet />
          </Suspense>
        </FailedPage>
      </main>
      <SignedOut />
      <Messages />
    </PresenceProvider>
  );
}

function PlaceLink({ place: { to, label, icon } }: { place: Place }) {
  const say = useWords(shellWords);
  return (
    <NavLink to={to} end={to === '/'} className="place">
      {icon}
      <span>{say(label)}</span>
      {label === 'worklist' && <Awaiting />}
    </NavLink>
  );
}

/** The badge: how much awaits me. */
function Awaiting() {
  const say = useWords(shellWords);
  const { data } = useQuery(countsQuery);
  if (!data || data.awaiting.count === 0) return null;
  const count = sayCount(data.awaiting);
  return (
    <span className="badge" title={say('awaitingMe', { count })}>
      {count}
    </span>
  );
}

/**
 * A new page is read from its beginning, by eyes and by screen readers alike; one that somebody comes back to is where
 * they left it. A page that has given the focus to a place of its own keeps it there.
 */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>, pathname: string): void {
  const last = useRef(pathname);
  const comesBack = useNavigationType() === 'POP';
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
    if (!comesBack) scrollTo(0, 0);
  }, [main, pathname, comesBack]);
}
