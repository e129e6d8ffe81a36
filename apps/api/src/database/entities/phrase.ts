import type { PhraseUse } from '@countersign/contract';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstitutionEntity } from './institution.ts';
import { PersonEntity } from './person.ts';

/** A stock phrase for opinions: the institution's (no person) or a person's own. */
@Entity({ name: 'phrase' })
@Index('phrase_person', ['institutionId', 'personId'])
@ForeignKey(() => InstitutionEntity, ['institutionId'], ['id'], { name: 'phrase_institution_id_fkey' })
@ForeignKey(() => PersonEntity, ['institutionId', 'personId'], ['institutionId', 'id'], {
  name: 'phrase_institution_id_person_id_fkey',
})
export class PhraseEntity {
  @PrimaryColumn({ name: 'institution_id', type: 'uuid', primaryKeyConstraintName: 'phrase_pkey' })
  institutionId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'phrase_pkey' })
  id!: string;

  @Column({ name: 'person_id', type: 'uuid', nullable: true })
  personId!: string | null;

  @Column({ name: 'text', type: 'text' })
  text!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'use', type: 'text', default: 'sign' })
  use!: PhraseUse;
}
