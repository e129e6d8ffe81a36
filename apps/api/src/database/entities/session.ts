import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { PersonEntity } from './person.ts';

@Entity({ name: 'session' })
@Unique('session_token', ['institutionId', 'tokenHash'])
@Index('session_person', ['institutionId', 'personId'])
@ForeignKey(() => PersonEntity, ['institutionId', 'personId'], ['institutionId', 'id'], {
  name: 'session_institution_id_person_id_fkey',
})
export class SessionEntity {
  @PrimaryColumn({ name: 'institution_id', type: 'uuid', primaryKeyConstraintName: 'session_pkey' })
  institutionId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'session_pkey' })
  id!: string;

  @Column({ name: 'person_id', type: 'uuid' })
  personId!: string;

  /** The token itself is nowhere stored. */
  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'present_until', type: 'timestamptz', nullable: true })
  presentUntil!: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}
