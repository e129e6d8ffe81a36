import { officeWords, PersonRow } from '@countersign/contract';
import { isDepartmentOffice, offices, type Office } from '@countersign/policy';
import type { Columns, Faults, Row, Table } from './read-csv.ts';
import { fileRows, readImportFile, type Checked, type ImportFile } from './read-import-file.ts';

type PersonColumn = keyof PersonRow;
type Cells = Row<PersonColumn>['cells'];

const columns: Columns<PersonColumn> = {
  username: { names: ['username', '用户名', '账号', '工号', '登录名'] },
  name: { names: ['name', '姓名'] },
  title: { names: ['title', '职称'], optional: true },
  phone: { names: ['phone', '电话', '手机', '手机号', '联系电话'], optional: true },
  office: { names: ['office', '岗位'], optional: true },
  departmentCode: { names: ['departmentcode', '科室编码', '科室代码'], optional: true },
  from: { names: ['from', '任职开始', '开始日期', '开始时间'], optional: true },
  until: { names: ['until', '任职结束', '结束日期', '结束时间'], optional: true },
};

/** Somebody in the file, on their first line. */
export interface PersonInFile {
  line: number;
  username: string;
  name: string;
  title: string | null;
  phone: string | null;
}

export interface AppointmentInFile {
  line: number;
  username: string;
  office: Office;
  departmentCode: string | null;
  from: Date | null;
  until: Date | null;
}

export interface PeopleFile extends ImportFile<PersonColumn, PersonRow> {
  people: PersonInFile[];
  appointments: AppointmentInFile[];
}

/** A person may stand on several rows, one for each office. */
export async function readPeopleFile(bytes: Buffer, at: Date): Promise<PeopleFile> {
  const file = await readImportFile(bytes, { columns, row: PersonRow, mostRows: fileRows, inOurWords, notInList: { office: 'notOffice' } });
  const { rows, faults } = file;
  const { headers } = file.table;
  return { ...file, people: peopleIn(rows, headers, faults), appointments: appointmentsIn(rows, headers, faults, at) };
}

const officeByName = new Map(
  offices.flatMap((office) => Object.values(officeWords[office]).map((name): [string, Office] => [name.toLowerCase(), office])),
);

/** Offices by their names in either language, and days as people write them, become what the fields read. */
function inOurWords({ office, from, until, ...rest }: Cells): Cells {
  return {
    ...rest,
    ...(office === undefined ? {} : { office: officeByName.get(office.toLowerCase()) ?? office }),
    ...(from === undefined ? {} : { from: momentOf(from, 0) }),
    ...(until === undefined ? {} : { until: momentOf(until, 1) }),
  };
}

/** A day, as 2026-01-05 or 2026/1/5, begins and ends in Asia/Shanghai; what is no day is left to its field to refuse. */
function momentOf(cell: string, daysLater: number): string {
  const parts = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(cell);
  if (!parts) return cell;
  const [, year, , month, day] = parts;
  const date = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  const midnight = `${date}T00:00:00+08:00`;
  // A day that does not exist must stay one: adding to it would make a day of it.
  const exists = new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date);
  return exists && daysLater > 0 ? new Date(Date.parse(midnight) + daysLater * 86_400_000).toISOString() : midnight;
}

type Headers = Table<PersonColumn>['headers'];

function peopleIn(rows: Checked<PersonRow>[], headers: Headers, faults: Faults): PersonInFile[] {
  const people = new Map<string, PersonInFile>();
  for (const { line, username, name, title = null, phone = null } of rows) {
    if (!username || !name) continue;
    const key = username.toLowerCase();
    const first = people.get(key);
    if (!first) {
      people.set(key, { line, username: key, name, title, phone });
      continue;
    }
    if (name !== first.name) faults.add(line, headers.name!, 'differs', { line: first.line });
    // Said once is enough; said twice it must be the same.
    if (title !== null && title !== (first.title ??= title)) faults.add(line, headers.title!, 'differs', { line: first.line });
    if (phone !== null && phone !== (first.phone ??= phone)) faults.add(line, headers.phone!, 'differs', { line: first.line });
  }
  return [...people.values()];
}

function appointmentsIn(rows: Checked<PersonRow>[], headers: Headers, faults: Faults, at: Date): AppointmentInFile[] {
  const appointments: AppointmentInFile[] = [];
  for (const row of rows) {
    const { line, username, departmentCode = null } = row;
    const isGiven = (column: PersonColumn) => row[column] !== undefined;
    if (!isGiven('office')) {
      if ((['departmentCode', 'from', 'until'] as const).some(isGiven)) faults.add(line, headers.office ?? 'office', 'required');
      continue;
    }
    const office = row.office as Office;
    if (!offices.includes(office)) continue;
    const column = headers.departmentCode ?? 'departmentCode';
    if (isDepartmentOffice(office) && departmentCode === null) faults.add(line, column, 'required');
    if (!isDepartmentOffice(office) && departmentCode !== null) faults.add(line, column, 'notAllowed');
    const [from, until] = [dateOf(row.from), dateOf(row.until)];
    if (until && until <= (from ?? at)) faults.add(line, headers.until!, 'wrongOrder');
    const appointment = { line, username: username?.toLowerCase(), office, departmentCode, from, until };
    appointments.push(appointment);
  }
  refuseOverlaps(appointments, headers, faults, at);
  return appointments;
}

const dateOf = (moment: string | undefined): Date | null => {
  const date = new Date(moment ?? NaN);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** The same office twice at one time would make every act ask in which of the two. */
function refuseOverlaps(appointments: AppointmentInFile[], headers: Headers, faults: Faults, at: Date): void {
  const held = new Map<string, AppointmentInFile[]>();
  for (const one of appointments) {
    const key = JSON.stringify([one.username, one.office, one.departmentCode]);
    const others = held.get(key) ?? [];
    const begins = (a: AppointmentInFile) => (a.from ?? at).getTime();
    const ends = (a: AppointmentInFile) => a.until?.getTime() ?? Infinity;
    if (others.some((other) => begins(one) < ends(other) && begins(other) < ends(one))) {
      faults.add(one.line, headers.office!, 'repeated');
    }
    held.set(key, [...others, one]);
  }
}
