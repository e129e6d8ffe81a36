import { Code, sayFieldReason, Text, type FieldReason } from '@countersign/contract';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CannotStart } from '../cannot-start.ts';
import type { Database } from '../database/database.ts';
import { InstitutionEntity } from '../database/entities/institution.ts';
import { newInitialPassword, type Passwords } from '../identity/passwords.ts';
import { foundInstitution } from './found-institution.ts';

/** What an operator says about a new institution and its first administrator. */
export class SetUp {
  @Code({ example: 'dongguan' }) code!: string;
  @Text({ max: 100, example: '东莞市松湖总医院' }) name!: string;
  @Code({ example: 'admin' }) username!: string;
  @Text({ max: 50, example: '陈静' }) personName!: string;
}

/** An institution that can be signed in to, and the password for the first sign-in, which nothing else shows. */
export async function setUpInstitution(
  database: Database,
  passwords: Passwords,
  said: Partial<Record<keyof SetUp, string>>,
  at: Date,
): Promise<{ code: string; username: string; initialPassword: string }> {
  const { code, name, username, personName } = checked(said);
  const initialPassword = newInitialPassword();
  const passwordHash = await passwords.hashInitial(initialPassword);
  const administrator = { username, name: personName, passwordHash, mustChangePassword: true };
  await database.transaction(async (tx) => {
    if (await tx.manager.existsBy(InstitutionEntity, { code: code.toLowerCase() })) {
      throw new CannotStart(`机构 ${code} 已存在。`, `There is already an institution ${code}.`);
    }
    await foundInstitution(tx, { code, name, administrator, at });
  });
  return { code: code.toLowerCase(), username: username.toLowerCase(), initialPassword };
}

function checked(said: object): SetUp {
  const setUp = plainToInstance(SetUp, said);
  const [first] = validateSync(setUp);
  if (!first) return setUp;
  const { reason, args } = JSON.parse(first.constraints!.field!) as { reason: FieldReason; args?: Record<string, string> };
  throw new CannotStart(
    `${flagOf(first.property)}：${sayFieldReason(reason, 'zh-CN', args)}。`,
    `${flagOf(first.property)} ${sayFieldReason(reason, 'en', args)}.`,
  );
}

/** personName is --person-name on the command line. */
export const flagOf = (field: string): string => `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
