import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { App } from './app.tsx';
import { currentLanguage } from './i18n/i18n.ts';
// Light or dark, before anything is drawn.
import './parts/appearance.ts';
import { bringPage } from './routes.tsx';
import { sessionQuery } from './session/session.ts';
import './styles.css';

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => void navigator.serviceWorker.register('/service-worker.js'));
}

// Who is signed in, the page and what it shows are fetched side by side, and drawn once. What fails here says so, and
// offers another try, where it is drawn.
await Promise.allSettled([queryClient.prefetchQuery(sessionQuery(currentLanguage())), bringPage()]);

// What an error took the place of says what it was, and reports what is a fault of ours (`parts/failed-page.tsx`).
const root = createRoot(document.getElementById('root')!, { onCaughtError: () => undefined });
root.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
