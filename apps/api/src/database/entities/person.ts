import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { InstitutionEntity } from './institution.ts';

@Entity({ name: 'person' })
@Unique('person_username', ['institutionId', 'username'])
@ForeignKey(() => InstitutionEntity, ['institutionId'], ['id'], { name: 'person_institution_id_fkey' })
export class PersonEntity {
  @PrimaryColumn({ name: 'institution_id', type: 'uuid', primaryKeyConstraintName: 'person_pkey' })
  institutionId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'person_pkey' })
  id!: string;

  /** Lower case: nobody remembers how their own was written. */
  @Column({ name: 'username', type: 'text' })
  username!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'title', type: 'text', nullable: true })
  title!: string | null;

  @Column({ name: 'phone_encrypted', type: 'text', nullable: true })
  phoneEncrypted!: string | null;

  @Column({ name: 'password_hash', type: 'text' })
  passwordHash!: string;

  @Column({ name: 'must_change_password', type: 'boolean', default: true })
  mustChangePassword!: boolean;

  @Column({ name: 'failed_sign_ins', type: 'integer', default: 0 })
  failedSignIns!: number;

  @Column({ name: 'locked_until', type: 'timestamptz', nullable: true })
  lockedUntil!: Date | null;

  /** Digest of the image of their handwritten signature, for documents. */
  @Column({ name: 'signature_image', type: 'text', nullable: true })
  signatureImage!: string | null;

  @Column({ name: 'active', type: 'boolean', default: true })
  active!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
