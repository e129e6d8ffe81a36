import type { Office } from '@countersign/policy';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { AppointmentEntity } from '../database/entities/appointment.ts';
import { InstitutionEntity } from '../database/entities/institution.ts';
import { PersonEntity } from '../database/entities/person.ts';
import { PhraseEntity } from '../database/entities/phrase.ts';
import { ReasonEntity } from '../database/entities/reason.ts';
import { insertEntries } from '../directory/entries.ts';
import { sampleDiagnoses } from '../directory/samples.ts';
import { defaultPhrases, defaultReasons } from './default-reasons.ts';
import type { Settings } from './settings.ts';

export interface Founding {
  /** Letters, digits, `-`, `_`, `.`; kept in lower case. */
  code: string;
  name: string;
  settings?: Partial<Settings>;
  administrator: {
    username: string;
    name: string;
    title?: string | null;
    passwordHash: string;
    /** Whoever knows the password from somebody else must change it. */
    mustChangePassword: boolean;
  };
  at: Date;
}

export interface Founded {
  institutionId: string;
  administratorId: string;
}

/** An institution with its first administrator, its lists of reasons, its stock phrases and a sample of diagnoses. */
export async function foundInstitution(tx: Transaction, founding: Founding): Promise<Founded> {
  const { code, name, settings = {}, administrator, at } = founding;
  const institutionId = newId();
  const administratorId = newId();
  const institution = { id: institutionId, code: code.toLowerCase(), name, settings, createdAt: at };
  await tx.manager.insert(InstitutionEntity, institution as never);
  await tx.manager.insert(PersonEntity, {
    institutionId,
    id: administratorId,
    ...administrator,
    username: administrator.username.toLowerCase(),
    createdAt: at,
  });
  await tx.manager.insert(AppointmentEntity, {
    institutionId,
    id: newId(),
    personId: administratorId,
    office: 'administrator' satisfies Office,
    validFrom: at,
    createdAt: at,
  });
  await tx.manager.insert(ReasonEntity, reasonsOf(institutionId));
  const phrases = defaultPhrases.map((phrase) => ({ institutionId, id: newId(), ...phrase, createdAt: at }));
  await tx.manager.insert(PhraseEntity, phrases);
  await insertEntries(tx, institutionId, 'diagnosis', await sampleDiagnoses());
  const entry = { what: 'institutionFounded', at, subject: institutionId, details: { code: institution.code } } as const;
  await audit(tx, { institution: { id: institutionId }, person: null }, entry);
  return { institutionId, administratorId };
}

const reasonsOf = (institutionId: string) =>
  Object.entries(defaultReasons).flatMap(([act, reasons]) =>
    reasons.map((reason) => ({ institutionId, act: act as keyof typeof defaultReasons, ...reason })),
  );
