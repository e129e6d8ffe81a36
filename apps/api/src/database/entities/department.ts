import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { InstitutionEntity } from './institution.ts';

@Entity({ name: 'department' })
@Unique('department_code', ['institutionId', 'code'])
@ForeignKey(() => InstitutionEntity, ['institutionId'], ['id'], { name: 'department_institution_id_fkey' })
export class DepartmentEntity {
  @PrimaryColumn({ name: 'institution_id', type: 'uuid', primaryKeyConstraintName: 'department_pkey' })
  institutionId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'department_pkey' })
  id!: string;

  @Column({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'active', type: 'boolean', default: true })
  active!: boolean;
}
