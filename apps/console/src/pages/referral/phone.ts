import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 767px)');
const subscribe = (tell: () => void) => {
  narrow.addEventListener('change', tell);
  return () => narrow.removeEventListener('change', tell);
};

/** Whether the window is as narrow as a phone. */
export const usePhone = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);

/** A drawer from below, as high as what is in it, and never higher than the screen. */
export const fromBelow = {
  placement: 'bottom',
  size: 'auto',
  styles: { section: { height: 'auto', maxHeight: '92dvh' }, header: { padding: '12px 16px' }, body: { padding: 16 }, footer: { padding: '8px 16px' } },
} as const;
