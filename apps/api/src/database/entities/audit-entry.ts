import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstitutionEntity } from './institution.ts';

/** What somebody did that is not an act on a referral. Append-only by trigger. */
@Entity({ name: 'audit_entry' })
// The index sorts newest first, which a decorator cannot say; the migration does.
@Index('audit_entry_at', { synchronize: false })
@ForeignKey(() => InstitutionEntity, ['institutionId'], ['id'], { name: 'audit_entry_institution_id_fkey' })
export class AuditEntryEntity {
  @PrimaryColumn({ name: 'institution_id', type: 'uuid', primaryKeyConstraintName: 'audit_entry_pkey' })
  institutionId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'audit_entry_pkey' })
  id!: string;

  @Column({ name: 'at', type: 'timestamptz' })
  at!: Date;

  /** Who did it; null is the system. */
  @Column({ name: 'person_id', type: 'uuid', nullable: true })
  personId!: string | null;

  @Column({ name: 'what', type: 'text' })
  what!: string;

  /** Id of whom or what it was done to. */
  @Column({ name: 'subject', type: 'text', nullable: true })
  subject!: string | null;

  @Column({ name: 'details', type: 'jsonb', default: {} })
  details!: Record<string, unknown>;
}
