import { useSyncExternalStore } from 'react';

export const appearances = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof appearances)[number];

const place = 'countersign.appearance';
const system = matchMedia('(prefers-color-scheme: dark)');
const readers = new Set<() => void>();

const isAppearance = (value: string | null): value is Appearance => (appearances as readonly (string | null)[]).includes(value);

let chosen: Appearance = readChosen();

function readChosen(): Appearance {
  const kept = localStorage.getItem(place);
  return isAppearance(kept) ? kept : 'system';
}

const isDark = (): boolean => chosen === 'dark' || (chosen === 'system' && system.matches);

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  for (const tell of readers) tell();
}
system.addEventListener('change', apply);
apply();

export function chooseAppearance(appearance: Appearance): void {
  localStorage.setItem(place, appearance);
  chosen = appearance;
  apply();
}

const subscribe = (tell: () => void) => {
  readers.add(tell);
  return () => readers.delete(tell);
};

export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark);
export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, () => chosen);
