import type { Audited } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import type { Database, Transaction } from '../database/database.ts';

/** Who did it: a caller, or the system where there is no person. */
export interface By {
  institution: { id: string };
  person: { id: string } | null;
}

export interface AuditEntry {
  what: Audited;
  at: Date;
  /** Id of whom or what it was done to. */
  subject?: string | null;
  /** Never a password, an ID number or a phone number. */
  details?: Record<string, unknown>;
}

const writeEntry = {
  name: 'audit',
  text: `INSERT INTO audit_entry (institution_id, id, at, person_id, what, subject, details)
    VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

/** Records what is not an act on a referral, in the transaction of what it records. */
export async function audit(tx: Transaction | Database, by: By, entry: AuditEntry): Promise<void> {
  const { what, at, subject = null, details = {} } = entry;
  const personId = by.person?.id ?? null;
  await tx.query(writeEntry, [by.institution.id, newId(), at, personId, what, subject, JSON.stringify(details)]);
}
