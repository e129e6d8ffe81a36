import type { ReasonedAct } from '@countersign/policy';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InstitutionEntity } from './institution.ts';

/** A coded reason of the institution for decline, returnForCorrection, reject or void. */
@Entity({ name: 'reason' })
@ForeignKey(() => InstitutionEntity, ['institutionId'], ['id'], { name: 'reason_institution_id_fkey' })
export class ReasonEntity {
  @PrimaryColumn({ name: 'institution_id', type: 'uuid', primaryKeyConstraintName: 'reason_pkey' })
  institutionId!: string;

  @PrimaryColumn({ name: 'act', type: 'text', primaryKeyConstraintName: 'reason_pkey' })
  act!: ReasonedAct;

  @PrimaryColumn({ name: 'code', type: 'text', primaryKeyConstraintName: 'reason_pkey' })
  code!: string;

  @Column({ name: 'zh', type: 'text' })
  zh!: string;

  @Column({ name: 'en', type: 'text' })
  en!: string;

  @Column({ name: 'active', type: 'boolean', default: true })
  active!: boolean;
}
