import { ImportedDepartmentsResponse, ImportedPeopleResponse, ImportQuery } from '@countersign/contract';
import { Controller, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database, isRace } from '../database/database.ts';
import { Once, once, type RequestKey } from '../database/once.ts';
import type { Caller } from '../identity/caller.ts';
import { For, Who } from '../identity/guard.ts';
import { Passwords } from '../identity/passwords.ts';
import { Secrets } from '../secrets/secrets.ts';
import { CsvBody, TakesCsv } from './csv-body.ts';
import { importDepartments, readDepartmentsFile } from './import-departments.ts';
import { importPeople, makeFirstPasswords, unsealPasswords } from './import-people.ts';
import { readPeopleFile } from './read-people-file.ts';

/** Whoever took a name while the file was being written is found by the second try, which says in which row. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isRace(error)) return work();
    throw error;
  }
}

@ApiTags('imports')
@For('administrator')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
  ) {}

  @Post('departments')
  @TakesCsv('code,name\nXWK,胸外科\nXNK,心内科\n')
  @ApiOperation({ summary: 'Import departments from a CSV file: all rows or none' })
  @ApiCreatedResponse({ type: ImportedDepartmentsResponse })
  async departments(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Query() { dryRun = false }: ImportQuery,
    @CsvBody() bytes: Buffer,
  ): Promise<ImportedDepartmentsResponse> {
    const at = this.clock.now();
    const file = await readDepartmentsFile(bytes);
    return again(() => once(this.db, who, key, at, (tx) => importDepartments(tx, who, file, dryRun, at)));
  }

  @Post('people')
  @TakesCsv('用户名,姓名,职称,电话,岗位,科室编码,任职开始,任职结束\nchen.jing,陈静,主任医师,13800138000,科主任,XWK,2026-01-01,\n')
  @ApiOperation({ summary: 'Import people and their offices from a CSV file: all rows or none' })
  @ApiCreatedResponse({ type: ImportedPeopleResponse })
  async people(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Query() { dryRun = false }: ImportQuery,
    @CsvBody() bytes: Buffer,
  ): Promise<ImportedPeopleResponse> {
    const at = this.clock.now();
    const file = await readPeopleFile(bytes, at);
    // A faulty file needs no passwords; its last faults are found in the database.
    const isToBeTried = dryRun || !file.faults.none;
    const first = isToBeTried ? null : await makeFirstPasswords(this.passwords, file);
    const work = () => once(this.db, who, key, at, (tx) => importPeople(tx, this.secrets, who, file, first, at));
    return unsealPasswords(await again(work), this.secrets);
  }
}
