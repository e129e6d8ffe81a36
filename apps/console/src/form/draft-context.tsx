import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { fieldErrorsOf } from '../api/field-errors.ts';
import { isProblem } from '../api/problem.ts';
import { useSession } from '../session/session.ts';
import { DraftSaver, type DraftState, type OpenedDraft } from './saver.ts';
import { readField, type Pointer, type Typed } from './typed.ts';

/** What was refused, and what it was: an error is over as soon as its field says something else. */
export interface Refused {
  error: unknown;
  typed: Typed;
}

interface DraftContextValue extends DraftState {
  saver: DraftSaver;
  errors: ReadonlyMap<Pointer, string>;
  refuse(refused: Refused | null): void;
}

const DraftContext = createContext<DraftContextValue | null>(null);

/** Keeps one draft saved while its page is open, and whenever the line or the session comes back. */
export function DraftProvider({ opened, children }: { opened: OpenedDraft; children: ReactNode }) {
  const [saver] = useState(() => new DraftSaver(opened));
  const state = useSyncExternalStore(saver.subscribe, saver.read);
  const [refused, refuse] = useState<Refused | null>(null);
  const { id: sessionId } = useSession();
  // A new session: whatever waited for somebody to sign in is saved now.
  useEffect(() => void saver.flush(), [saver, sessionId]);
  useEffect(() => {
    const now = () => void saver.flush();
    const beforeLeaving = (event: BeforeUnloadEvent) => {
      if (saver.unsaved) event.preventDefault();
    };
    const whenHidden = () => document.visibilityState === 'hidden' && now();
    addEventListener('online', now);
    addEventListener('beforeunload', beforeLeaving);
    document.addEventListener('visibilitychange', whenHidden);
    return () => {
      removeEventListener('online', now);
      removeEventListener('beforeunload', beforeLeaving);
      document.removeEventListener('visibilitychange', whenHidden);
      saver.leave();
    };
  }, [saver]);
  const { typed, saving } = state;
  const errors = useMemo(() => {
    const bySaving = saving.kind === 'refused' ? saving : null;
    return new Map([...standingErrors(refused, typed), ...standingErrors(bySaving, typed)]);
  }, [refused, saving, typed]);
  const value = useMemo(() => ({ ...state, saver, errors, refuse }), [state, saver, errors]);
  return <DraftContext value={value}>{children}</DraftContext>;
}

function standingErrors(refused: Refused | null, typed: Typed): [Pointer, string][] {
  if (!refused) return [];
  const pairs = [...fieldErrorsOf(refused.error)] as [Pointer, string][];
  if (isProblem(refused.error, 'papersMissing')) pairs.push(['/papers', refused.error.message]);
  return pairs.filter(([pointer]) => readField(refused.typed, pointer) === readField(typed, pointer));
}

export function useDraft(): DraftContextValue {
  const value = use(DraftContext);
  if (!value) throw new Error('there is no DraftProvider above');
  return value;
}

/** One field: what it says, how to write in it, why it was refused. */
export function useField(pointer: Pointer) {
  const { typed, saver, errors } = useDraft();
  const value = readField(typed, pointer);
  return {
    value,
    text: typeof value === 'string' ? value : '',
    error: errors.get(pointer) ?? null,
    write: (next: unknown) => saver.write(pointer, next),
    leave: () => void saver.flush(),
  };
}
