import type { DraftResponse, DraftSavedResponse } from '@countersign/contract';
import { api } from '../api/client.ts';
import { isProblem, NetworkError } from '../api/problem.ts';
import { forget, keep, readKept, type Kept } from './kept.ts';
import { messageOf, sameTyped, type Pointer, readField, type Typed, writeField } from './typed.ts';

/** A pause in typing after which the draft is saved. */
const pause = 800;
const firstRetry = 3_000;
const lastRetry = 30_000;

export type Saving =
  | { kind: 'saved'; at: string }
  | { kind: 'typed' }
  | { kind: 'saving' }
  /** Nobody answered, or nobody is signed in: it is tried again by itself. `kept` says whether it is safe on this device. */
  | { kind: 'waiting'; why: 'network' | 'signedOut'; kept: boolean }
  /** The server would not have it; what was refused must be changed first. */
  | { kind: 'refused'; error: unknown; typed: Typed }
  /** Another window saved something else meanwhile. */
  | { kind: 'changed'; theirs: DraftResponse }
  /** Submitted or deleted in another window. */
  | { kind: 'gone' };

export interface DraftState {
  typed: Typed;
  saving: Saving;
  /** What stood here before another window's text was taken; it can be had back. */
  replaced: Typed | null;
}

export interface OpenedDraft {
  draft: DraftResponse;
  kept: Kept | null;
}

const typedOf = ({ departmentId, papers, content }: DraftResponse): Typed => ({
  departmentId,
  papers,
  content: content as Typed['content'],
});

/** Drafts that are still being saved though their page was left. */
const leaving = new Map<string, Promise<unknown>>();

/** Reads a draft, and what this device keeps of it. */
export async function openDraft(id: string): Promise<OpenedDraft> {
  await leaving.get(id);
  // What is kept of a draft that is not there stays: it may be somebody else's, who comes back to this device.
  const draft = await api.get<DraftResponse>(`/drafts/${id}`);
  return { draft, kept: await readKept(id, draft.deviceKey) };
}

/** Keeps the server's draft as what is typed, whatever happens to the line, the session or the window. */
export class DraftSaver {
  state: DraftState;
  version: number;
  /** What the server has. */
  private saved: Typed;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retry = firstRetry;
  private running: Promise<boolean> | null = null;
  private keeping: Promise<boolean> = Promise.resolve(true);
  private ended = false;
  private readonly readers = new Set<() => void>();

  constructor({ draft, kept }: OpenedDraft) {
    const theirs = typedOf(draft);
    this.draft = draft;
    this.saved = theirs;
    this.version = draft.version;
    const mine = kept && !sameTyped(kept.typed, theirs) ? kept.typed : null;
    if (kept && !mine) forget(draft.id);
    const overtaken = mine !== null && kept?.version !== draft.version;
    const settled: Saving = { kind: 'saved', at: draft.updatedAt };
    const saving: Saving = overtaken ? { kind: 'changed', theirs: draft } : mine ? { kind: 'typed' } : settled;
    this.state = { typed: mine ?? theirs, saving, replaced: null };
  }

  readonly draft: DraftResponse;

  subscribe = (tell: () => void): (() => void) => {
    this.readers.add(tell);
    return () => this.readers.delete(tell);
  };

  read = (): DraftState => this.state;

  get unsaved(): boolean {
    return this.state.typed !== this.saved && !this.ended;
  }

  write(pointer: Pointer, value: unknown): void {
    const { typed } = this.state;
    if (readField(typed, pointer) === (value === '' ? undefined : value)) return;
    this.type(writeField(typed, pointer, value));
  }

  private type(typed: Typed): void {
    if (this.ended) return;
    const { kind } = this.state.saving;
    this.tell({ typed, ...(kind === 'saved' || kind === 'refused' ? { saving: { kind: 'typed' } } : {}) });
    this.later(pause);
  }

  /** Saves what is not yet saved, without waiting for a pause. Answers whether all of it is. */
  flush = (): Promise<boolean> => {
    clearTimeout(this.timer);
    void this.keep();
    return (this.running ??= this.run().finally(() => {
      this.running = null;
    }));
  };

  /** Overrides what the other window saved with what stands here. */
  takeMine(): Promise<boolean> {
    const { saving } = this.state;
    if (saving.kind === 'changed') {
      this.version = saving.theirs.version;
      this.saved = typedOf(saving.theirs);
      this.tell({ saving: { kind: 'typed' } });
    }
    return this.flush();
  }

  takeTheirs(): void {
    const { saving, typed } = this.state;
    if (saving.kind !== 'changed') return;
    this.version = saving.theirs.version;
    this.saved = typedOf(saving.theirs);
    this.tell({ typed: this.saved, saving: { kind: 'saved', at: saving.theirs.updatedAt }, replaced: typed });
    this.forgetKept();
  }

  takeBack(): void {
    const { replaced } = this.state;
    if (!replaced) return;
    this.tell({ replaced: null });
    this.type(replaced);
  }

  /** Whether the draft is still what it was, where the server said that it is not. */
  async lookAgain(): Promise<void> {
    if (this.ended || this.unsaved) return;
    try {
      const { body, version } = await api.read<DraftResponse>(`/drafts/${this.draft.id}`);
      if (version !== this.version && !this.unsaved) this.tell({ saving: { kind: 'changed', theirs: body } });
    } catch (error) {
      await this.failed(this.state.typed, error);
    }
  }

  /** The draft ended with its act: there is nothing to save any more. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.forgetKept();
  }

  /** The page is left: what is not saved is saved now, and stays on this device where that fails. */
  leave(): void {
    const { id } = this.draft;
    if (!this.unsaved) return;
    const last = this.flush()
      .then(() => this.keeping)
      .finally(() => {
        clearTimeout(this.timer);
        leaving.delete(id);
      });
    leaving.set(id, last);
  }

  private later(millis: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), millis);
  }

  private tell(news: Partial<DraftState>): void {
    this.state = { ...this.state, ...news };
    for (const tell of this.readers) tell();
  }

  private async run(): Promise<boolean> {
    const { id, kind, chain } = this.draft;
    while (this.unsaved) {
      const { typed, saving } = this.state;
      if (saving.kind === 'changed' || saving.kind === 'gone') return false;
      if (saving.kind !== 'waiting') this.tell({ saving: { kind: 'saving' } });
      try {
        const { body } = await api.put<DraftSavedResponse>(`/drafts/${id}`, messageOf(typed, kind, chain), { version: this.version });
        this.settle(typed, body);
      } catch (error) {
        if (!(await this.failed(typed, error))) return false;
      }
    }
    return true;
  }

  private settle(typed: Typed, { version, updatedAt }: DraftSavedResponse): void {
    this.version = version;
    this.saved = typed;
    this.retry = firstRetry;
    if (this.unsaved) return;
    this.forgetKept();
    this.tell({ saving: { kind: 'saved', at: updatedAt } });
  }

  /** Answers whether to go on at once. */
  private async failed(typed: Typed, error: unknown): Promise<boolean> {
    // Submitted while this was on its way.
    if (this.ended) return false;
    if (isProblem(error, 'changedMeanwhile')) return this.compare(typed);
    if (isProblem(error, 'notFound')) {
      this.tell({ saving: { kind: 'gone' } });
      return false;
    }
    // Where somebody else is signed in the page goes away; what was typed stays on the device until its writer is back.
    const signedOut = isProblem(error, 'signedOut', 'somebodyElse');
    const tryAgain = signedOut || error instanceof NetworkError || (isProblem(error) && error.problem.status >= 500);
    if (!tryAgain) {
      this.tell({ saving: { kind: 'refused', error, typed } });
      return false;
    }
    const kept = await this.keep();
    this.tell({ saving: { kind: 'waiting', why: signedOut ? 'signedOut' : 'network', kept } });
    // After signing in again the page says so; there is no use in asking before.
    if (!signedOut) this.later(this.retry);
    this.retry = Math.min(this.retry * 2, lastRetry);
    return false;
  }

  /** The version is another: by another window, or by this one when the answer to it was lost on the way. */
  private async compare(typed: Typed): Promise<boolean> {
    try {
      const theirs = await api.get<DraftResponse>(`/drafts/${this.draft.id}`);
      const { departmentId = null, papers = [], content } = messageOf(typed, theirs.kind, theirs.chain);
      if (sameTyped({ departmentId, papers, content: content as Typed['content'] }, typedOf(theirs))) {
        this.settle(typed, theirs);
        return true;
      }
      this.tell({ saving: { kind: 'changed', theirs } });
      return false;
    } catch (error) {
      return this.failed(typed, error);
    }
  }

  /** One after the other, so that what is kept is never older than what was typed. */
  private keep(): Promise<boolean> {
    const { draft, version } = this;
    this.keeping = this.keeping.then(async () => {
      const { typed } = this.state;
      if (!this.unsaved) return true;
      try {
        await keep(draft.id, draft.deviceKey, { version, typed });
        return true;
      } catch (error) {
        // The page says that nothing is safe here; what happened is for whoever looks into the browser's log.
        reportError(error);
        return false;
      }
    });
    return this.keeping;
  }

  private forgetKept(): void {
    this.keeping = this.keeping.then(() => {
      if (!this.unsaved) forget(this.draft.id);
      return true;
    });
  }
}
