import type { Office } from '@countersign/policy';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { DepartmentEntity } from './department.ts';
import { PersonEntity } from './person.ts';

/** Person holds office, in a department where the office belongs to one, from–until. Never overwritten, only ended. */
@Entity({ name: 'appointment' })
@Index('appointment_person', ['institutionId', 'personId'])
@Index('appointment_office', ['institutionId', 'office', 'departmentId'])
@Check('appointment_period', 'valid_until IS NULL OR valid_until >= valid_from')
@ForeignKey(() => PersonEntity, ['institutionId', 'personId'], ['institutionId', 'id'], {
  name: 'appointment_institution_id_person_id_fkey',
})
@ForeignKey(() => DepartmentEntity, ['institutionId', 'departmentId'], ['institutionId', 'id'], {
  name: 'appointment_institution_id_department_id_fkey',
})
@ForeignKey(() => PersonEntity, ['institutionId', 'appointedBy'], ['institutionId', 'id'], {
  name: 'appointment_institution_id_appointed_by_fkey',
})
export class AppointmentEntity {
  @PrimaryColumn({ name: 'institution_id', type: 'uuid', primaryKeyConstraintName: 'appointment_pkey' })
  institutionId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'appointment_pkey' })
  id!: string;

  @Column({ name: 'person_id', type: 'uuid' })
  personId!: string;

  @Column({ name: 'office', type: 'text' })
  office!: Office;

  @Column({ name: 'department_id', type: 'uuid', nullable: true })
  departmentId!: string | null;

  @Column({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_until', type: 'timestamptz', nullable: true })
  validUntil!: Date | null;

  @Column({ name: 'appointed_by', type: 'uuid', nullable: true })
  appointedBy!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
