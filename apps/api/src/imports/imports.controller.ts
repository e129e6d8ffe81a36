import {
  ImportedDepartmentsResponse,
  ImportedListResponse,
  ImportedPeopleResponse,
  ImportListQuery,
  ImportPreviewResponse,
  ImportQuery,
} from '@countersign/contract';
import { applyDecorators, Controller, Post, Query, Res, type Type } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock.ts';
import { Database, isRace, type Transaction } from '../database/database.ts';
import { Once, once, type RequestKey } from '../database/once.ts';
import type { DirectoryTable } from '../directory/entries.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { Passwords } from '../identity/passwords.ts';
import { Secrets } from '../secrets/secrets.ts';
import { CsvBody, TakesCsv } from './csv-body.ts';
import { departmentsFile, importDepartments, planDepartments } from './import-departments.ts';
import { importList, planList, type ListFile } from './import-list.ts';
import { importPeople, makeFirstPasswords, planPeople, unsealPasswords } from './import-people.ts';
import { listRows } from './list-rows.ts';
import { describePlan, type Plan } from './plan.ts';
import { readDiagnosesFile } from './read-diagnoses-file.ts';
import { readHospitalsFile } from './read-hospitals-file.ts';
import { fileRows, readImportFile, type ImportFile } from './read-import-file.ts';
import { readPeopleFile } from './read-people-file.ts';

/** One kind of file: imported, or with `preview` only looked at. */
const Import = (what: string, type: Type, mostRows: number, example: string) =>
  applyDecorators(
    Post(what),
    TakesCsv(example, mostRows),
    ApiCreatedResponse({ type }),
    ApiOkResponse({ type: ImportPreviewResponse, description: 'With preview: what the file would do.' }),
  );

/** Whoever took a name while the file was being written is found by the second try, which says in which row. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isRace(error)) return work();
    throw error;
  }
}

/** Who sends a file, and how. A preview leaves nothing behind, so it leaves no answer under its key either. */
interface Sent {
  who: Caller;
  key: RequestKey;
  preview?: boolean;
  reply: FastifyReply;
  at: Date;
}

@ApiTags('imports')
@May('administer')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
  ) {}

  @Import('departments', ImportedDepartmentsResponse, fileRows, 'code,name\nXWK,胸外科\nXNK,心内科\n')
  async departments(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Query() { preview }: ImportQuery,
    @CsvBody() bytes: Buffer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportedDepartmentsResponse | ImportPreviewResponse> {
    const at = this.clock.now();
    const file = await readImportFile(bytes, departmentsFile);
    return this.work(
      { who, key, preview, reply, at },
      file,
      (tx) => planDepartments(tx, who, file),
      (tx) => importDepartments(tx, who, file, at),
    );
  }

  @Import(
    'people',
    ImportedPeopleResponse,
    fileRows,
    '用户名,姓名,职称,电话,岗位,科室编码,任职开始,任职结束\nchen.jing,陈静,主任医师,13800138000,科主任,XWK,2026-01-01,\n',
  )
  async people(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Query() { preview }: ImportQuery,
    @CsvBody() bytes: Buffer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportedPeopleResponse | ImportPreviewResponse> {
    const at = this.clock.now();
    const file = await readPeopleFile(bytes, at);
    // A faulty file needs no passwords, and neither does a preview; the last faults are found in the database.
    const first = await makeFirstPasswords(this.passwords, preview || !file.faults.none ? [] : file.people);
    const answer = await this.work(
      { who, key, preview, reply, at },
      file,
      (tx) => planPeople(tx, who, file),
      (tx, plan) => importPeople(tx, this.secrets, who, file, plan, first, at),
    );
    return 'sealedPasswords' in answer ? unsealPasswords(answer, this.secrets) : answer;
  }

  @May('keepDirectory')
  @Import('diagnoses', ImportedListResponse, listRows, 'code,name,alias\nC34.900,支气管或肺恶性肿瘤,肺癌\n')
  async diagnoses(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Query() query: ImportListQuery,
    @CsvBody() bytes: Buffer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportedListResponse | ImportPreviewResponse> {
    const sent = { who, key, ...query, reply, at: this.clock.now() };
    return this.list('diagnosis', sent, await readDiagnosesFile(bytes));
  }

  @May('keepDirectory')
  @Import(
    'hospitals',
    ImportedListResponse,
    listRows,
    '医保机构编码,机构名称,医院等级,行政区划代码,是否联网\nH44010099001,广州示例肿瘤医院,三级甲等,440100,是\n',
  )
  async hospitals(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Query() query: ImportListQuery,
    @CsvBody() bytes: Buffer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportedListResponse | ImportPreviewResponse> {
    const sent = { who, key, ...query, reply, at: this.clock.now() };
    return this.list('hospital', sent, await readHospitalsFile(bytes));
  }

  private list(table: DirectoryTable, sent: Sent & ImportListQuery, file: ListFile) {
    const { who, replace = false, at } = sent;
    return this.work(
      sent,
      file,
      (tx) => planList(tx, who, table, file, replace),
      (tx, plan) => importList(tx, who, file, plan, at),
    );
  }

  /** All rows of the file or none; or what they would do. */
  private async work<P extends Plan, A>(
    { who, key, preview = false, reply, at }: Sent,
    file: ImportFile<string, object>,
    plan: (tx: Transaction) => Promise<P>,
    write: (tx: Transaction, plan: P) => Promise<A>,
  ): Promise<A | ImportPreviewResponse> {
    if (!preview) return again(() => once(this.db, who, key, at, async (tx) => write(tx, await plan(tx))));
    void reply.status(200);
    return describePlan(file, await this.db.transaction(plan));
  }
}
