import type { DocumentKind, DocumentMark } from '@countersign/contract';
import { fold, isAside, type Act, type Entry, type LetterRef } from '@countersign/policy';

/** One version of a document: of this kind, over the log up to this event, and of which letter. */
export interface Version {
  kind: DocumentKind;
  seq: number;
  mark: DocumentMark | null;
  letterNo: string | null;
}

/** Acts after which documents are made. Every other act asks for nothing. */
export const actsWithDocuments = [
  'issueLetter',
  'replaceLetter',
  'void',
  'expire',
  'reject',
  'withdraw',
  'decline',
] as const satisfies readonly Act[];

export const asksForDocuments = (act: Act): boolean => (actsWithDocuments as readonly Act[]).includes(act);

/** What the last event of a log asks for: the letter first, for which somebody waits at the window. */
export function versionsAfter(log: readonly Entry[]): Version[] {
  const { act, seq } = log.at(-1)!;
  const { letter, form } = fold(log)!;
  const of = (kind: DocumentKind, mark: DocumentMark | null, letterNo = letter?.number ?? null): Version => ({
    kind,
    seq,
    mark,
    letterNo,
  });
  switch (act) {
    case 'issueLetter':
      return [of('letter', null), of('approvalForm', null)];
    case 'replaceLetter':
      return [of('letter', null), of('approvalForm', null), of('letter', 'void', letter!.replaces)];
    case 'void':
    case 'expire':
      return [of('letter', 'void'), of('approvalForm', 'void')];
    case 'reject':
    case 'withdraw':
    case 'decline':
      return form ? [of('approvalForm', 'void')] : [];
    default:
      return [];
  }
}

/** Acts that give a letter, or take its force. What the receiving hospital reports changes nothing that is printed. */
const actsOnLetters: readonly Act[] = ['issueLetter', 'replaceLetter', 'void', 'expire'];
const endings: readonly Act[] = ['reject', 'withdraw', 'decline'];

/** The version that shows the referral as it stands; null for a letter that there never was. */
export function presentVersion(log: readonly Entry[], kind: DocumentKind): Version | null {
  const { letter } = fold(log)!;
  if (letter) {
    const { seq } = log.findLast(({ act }) => actsOnLetters.includes(act))!;
    return versionsAfter(log.slice(0, seq)).find((one) => one.kind === kind && one.letterNo === letter.number)!;
  }
  if (kind === 'letter') return null;
  const { seq, act } = log.findLast((entry) => !isAside(entry.act))!;
  return { kind, seq, mark: endings.includes(act) ? 'void' : 'draft', letterNo: null };
}

/** Whether two versions are one: an event makes at most one version of a kind for each letter. */
export const sameVersion = (one: Omit<Version, 'mark'>, other: Omit<Version, 'mark'> | null): boolean =>
  other !== null && one.kind === other.kind && one.seq === other.seq && one.letterNo === other.letterNo;

/** The event that gave a letter its number, and the letter. */
export function letterEvent(log: readonly Entry[], number: string): { entry: Entry; letter: LetterRef } {
  for (const entry of log) {
    if ((entry.act === 'issueLetter' || entry.act === 'replaceLetter') && entry.data.letter.number === number) {
      return { entry, letter: entry.data.letter };
    }
  }
  throw new Error(`the log has no letter ${number}`);
}
