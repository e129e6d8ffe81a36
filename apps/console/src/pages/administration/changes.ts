const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that differ from what they were when they were opened. Nothing else is sent, so that two administrators do not undo each other. */
export const changesOf = <T extends object>(opened: T, typed: T): Partial<T> =>
  Object.fromEntries(Object.entries(typed).filter(([field, value]) => !isSame(value, opened[field as keyof T]))) as Partial<T>;

/** What a form holds once somebody else's change was read: what was typed here, and theirs in every field that was not touched. */
export function rebased<T extends object>(opened: T, typed: T, now: T): T {
  const fields = Object.entries(now).map(([name, value]: [string, unknown]) => {
    const [before, here] = [opened[name as keyof T], typed[name as keyof T]];
    if (here === undefined || isSame(here, before)) return [name, value];
    return [name, isGroup(before) && isGroup(here) && isGroup(value) ? rebased(before, here, value) : here];
  });
  return Object.fromEntries(fields) as T;
}
