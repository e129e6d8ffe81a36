import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation, useNavigationType } from 'react-router';
import { useWords } from '../i18n/words.ts';
import { pages } from '../pages.ts';
import { useDisclosure } from '../parts/disclosure.ts';
import { FailedPage } from '../parts/failed-page.tsx';
import { Loading } from '../parts/loading.tsx';
import { Messages } from '../parts/messages.tsx';
import { usePhone } from '../parts/phone.ts';
import { PresenceProvider } from '../session/presence.tsx';
import { useSession } from '../session/session.ts';
import { SignedOut } from '../session/signed-out.tsx';
import { sessionWords } from '../session/words.ts';
import { countsQuery, sayCount } from './counts.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { useLive } from './live.ts';
import { MoreIcon } from './icons.tsx';
import { placesOf, type Place } from './navigation.tsx';
import { SigningWindow } from './signing-window.tsx';
import { Who } from './who.tsx';
import { shellWords } from './words.ts';

/** Nearly everybody opens a referral next: its page comes while they read, and not when they wait for it. */
const readyIn = 2_000;
function useNextPage(): void {
  useEffect(() => {
    // Where it does not come now, it is asked for when somebody goes there.
    const timer = setTimeout(() => void pages.referral.bring().catch(() => null), readyIn);
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
        <Places places={placesOf(session)} />
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

/** As many as a thumb can tell apart on a phone; the last of them opens the rest. */
const mostOnPhone = 5;

function Places({ places }: { places: Place[] }) {
  const phone = usePhone();
  const fit = !phone || places.length <= mostOnPhone;
  return (
    <>
      {(fit ? places : places.slice(0, mostOnPhone - 1)).map((place) => (
        <PlaceLink key={place.to} place={place} short={phone} />
      ))}
      {!fit && <MorePlaces places={places.slice(mostOnPhone - 1)} />}
    </>
  );
}

function MorePlaces({ places }: { places: Place[] }) {
  const say = useWords(shellWords);
  const { pathname, key } = useLocation();
  const { open, setOpen, button, around } = useDisclosure();
  useEffect(() => setOpen(false), [key, setOpen]);
  const isHere = places.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <div ref={around} className="more-places">
      <button ref={button} type="button" className={isHere ? 'place active' : 'place'} aria-expanded={open} onClick={() => setOpen(!open)}>
        <MoreIcon />
        <span>{say('more')}</span>
      </button>
      {open && (
        <div className="more-panel" role="group" aria-label={say('more')}>
          {places.map((place) => (
            <PlaceLink key={place.to} place={place} />
          ))}
        </div>
      )}
    </div>
  );
}

function PlaceLink({ place: { to, label, short: shortLabel, icon }, short = false }: { place: Place; short?: boolean }) {
  const say = useWords(shellWords);
  return (
    <NavLink to={to} end={to === '/'} className="place">
      {icon}
      <span>{say((short && shortLabel) || label)}</span>
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
