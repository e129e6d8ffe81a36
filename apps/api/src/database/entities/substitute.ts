import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AppointmentEntity } from './appointment.ts';
import { PersonEntity } from './person.ts';

/** A warrant to act for the holder of one appointment, from–until. */
@Entity({ name: 'substitute' })
@Unique('substitute_warrant', ['institutionId', 'warrantNo'])
@Index('substitute_person', ['institutionId', 'personId'])
@Index('substitute_appointment', ['institutionId', 'appointmentId'])
@Check('substitute_period', 'valid_until > valid_from')
@ForeignKey(() => AppointmentEntity, ['institutionId', 'appointmentId'], ['institutionId', 'id'], {
  name: 'substitute_institution_id_appointment_id_fkey',
})
@ForeignKey(() => PersonEntity, ['institutionId', 'personId'], ['institutionId', 'id'], {
  name: 'substitute_institution_id_person_id_fkey',
})
@ForeignKey(() => PersonEntity, ['institutionId', 'setBy'], ['institutionId', 'id'], {
  name: 'substitute_institution_id_set_by_fkey',
})
export class SubstituteEntity {
  @PrimaryColumn({ name: 'institution_id', type: 'uuid', primaryKeyConstraintName: 'substitute_pkey' })
  institutionId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'substitute_pkey' })
  id!: string;

  @Column({ name: 'appointment_id', type: 'uuid' })
  appointmentId!: string;

  @Column({ name: 'person_id', type: 'uuid' })
  personId!: string;

  @Column({ name: 'warrant_no', type: 'text' })
  warrantNo!: string;

  @Column({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_until', type: 'timestamptz' })
  validUntil!: Date;

  @Column({ name: 'reason', type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'set_by', type: 'uuid' })
  setBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  @Column({ name: 'revoked_by', type: 'uuid', nullable: true })
  revokedBy!: string | null;
}
