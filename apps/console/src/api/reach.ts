import { useSyncExternalStore } from 'react';

let reached = true;
const readers = new Set<() => void>();

/** Whether the server answered when it was last asked, by whatever part of the page. */
export const reach = {
  read: (): boolean => reached,
  tell(now: boolean): void {
    if (now === reached) return;
    reached = now;
    for (const reader of readers) reader();
  },
  subscribe(reader: () => void): () => void {
    readers.add(reader);
    return () => readers.delete(reader);
  },
};

export const useReach = (): boolean => useSyncExternalStore(reach.subscribe, reach.read);
