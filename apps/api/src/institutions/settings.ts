import type { DigestAlgorithm } from '@countersign/evidence';
import type { OverdueHours } from '@countersign/policy';

/** What an institution decides for itself. Values that no official text confirms are marked so in docs/policy.md. */
export interface Settings {
  /** Whether somebody may sign a referral that they reported; the log then shows it. */
  ownReportAllowed: boolean;
  /** Minutes that one proof of presence lets somebody sign. */
  signingWindowMinutes: number;
  /** Days that a letter is valid, the day of issue included. */
  letterValidDays: number;
  /** How often a letter may be used. */
  letterUses: number;
  /** Pattern of letter numbers: {year} and {serial:6}. */
  letterNumberPattern: string;
  /** Pattern of warrant numbers: {year} and {serial:4}. */
  warrantNumberPattern: string;
  /** Beside the box for the wet seal on documents. */
  sealText: string;
  /** Below each page of a document; may be empty. */
  documentFooter: string;
  /** How long a referral may await one step before it counts as overdue. */
  overdueHours: OverdueHours;
  /** Of new referrals; one that has begun keeps its own. */
  digestAlgorithm: DigestAlgorithm;
  /** Wrong passwords in a row before somebody is locked out. */
  lockOutAfter: number;
  lockOutMinutes: number;
}

export const defaultSettings: Settings = {
  ownReportAllowed: false,
  signingWindowMinutes: 10,
  letterValidDays: 30,
  letterUses: 1,
  letterNumberPattern: '转〔{year}〕{serial:6}号',
  warrantNumberPattern: '代〔{year}〕{serial:4}号',
  sealText: '医保办公室（盖章）',
  documentFooter: '',
  overdueHours: { emergency: 2, urgent: 24, routine: 72 },
  digestAlgorithm: 'sha256',
  lockOutAfter: 5,
  lockOutMinutes: 15,
};

/** Stored settings hold only what an institution chose; the rest is the default of this software. */
export const settingsOf = (stored: Partial<Settings>): Settings => ({ ...defaultSettings, ...stored });
