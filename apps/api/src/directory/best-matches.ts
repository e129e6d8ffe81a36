import { folded } from './sought.ts';

/** What was typed, as entries are searched for it; everything begins with nothing. No pattern, so nothing to escape. */
export const termOf = (search: string | undefined): string => folded(search ?? '').trim();

/** SQL: entries whose code, name or initials hold the term $2. */
export const holdsTerm = 'strpos(sought, $2) > 0';

/**
 * SQL: the code itself, codes that begin so, a name or its initials as a whole, those that begin so, the rest. Every code
 * begins with an empty term. Codes stand in their own order, names with the shortest first.
 */
export const bestFirst = `
  CASE
    WHEN starts_with(sought, $2 || chr(10)) THEN 1
    WHEN starts_with(sought, $2) THEN 2
    WHEN strpos(sought || chr(10), chr(10) || $2 || chr(10)) > 0 THEN 3
    WHEN strpos(sought, chr(10) || $2) > 0 THEN 4
    ELSE 5
  END,
  CASE WHEN starts_with(sought, $2) THEN 0 ELSE char_length(name) END, code`;

/** Unless asked otherwise: what a person reads through below a field. */
export const usualLimit = 20;
