import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Settings } from '../../institutions/settings.ts';

/** A hospital or community health centre: the tenant. */
@Entity({ name: 'institution' })
@Unique('institution_code', ['code'])
export class InstitutionEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'institution_pkey' })
  id!: string;

  @Column({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  /** Only what the institution chose; see settingsOf. */
  @Column({ name: 'settings', type: 'jsonb', default: {} })
  settings!: Partial<Settings>;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
