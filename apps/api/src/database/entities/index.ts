import { AppointmentEntity } from './appointment.ts';
import { AuditEntryEntity } from './audit-entry.ts';
import { DepartmentEntity } from './department.ts';
import { InstitutionEntity } from './institution.ts';
import { PersonEntity } from './person.ts';
import { PhraseEntity } from './phrase.ts';
import { ReasonEntity } from './reason.ts';
import { SessionEntity } from './session.ts';
import { SubstituteEntity } from './substitute.ts';

/** Tables that are kept by repositories. Referrals and what hangs on them are written by SQL of their own. */
export const entities = [
  InstitutionEntity,
  DepartmentEntity,
  PersonEntity,
  SessionEntity,
  AppointmentEntity,
  SubstituteEntity,
  ReasonEntity,
  PhraseEntity,
  AuditEntryEntity,
];
