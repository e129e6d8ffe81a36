import { v7 as newId } from 'uuid';
import { credentialOf, newToken } from '../../apps/api/src/identity/caller.ts';
import type { Settings } from '../../apps/api/src/institutions/settings.ts';
import type { Office } from '../../libs/policy/src/index.ts';
import type { Answer, Http, Sending } from './http.ts';
import { pdf } from './files.ts';
import type { TestServer } from './server.ts';

/** Somebody at work: signed in, and by default shown to be present for signing. */
export interface Colleague {
  id: string;
  name: string;
  http: Http;
  token: string;
}

export interface Hospital {
  id: string;
  surgery: string;
  oncology: string;
  person(name: string, ...offices: (Office | [Office, string])[]): Promise<Colleague>;
  /** A warrant for `substitute` to act for the holder of an office. */
  warrant(substitute: Colleague, holder: Colleague, office: Office, from?: Date, until?: Date): Promise<string>;
  /** Ends somebody's appointments to an office at this moment. */
  endOffice(holder: Colleague, office: Office): Promise<void>;
}

const yearFromNow = (at: Date) => new Date(at.getTime() + 365 * 86_400_000);

let hospitals = 0;

/** An institution with two departments and a reason for each reasoned act, put straight into the database. */
export async function hospital(server: TestServer, settings: Partial<Settings> = {}): Promise<Hospital> {
  const db = server.database;
  const [id, surgery, oncology] = [newId(), newId(), newId()];
  const now = server.clock.now();
  const long = new Date(now.getTime() - 86_400_000);
  hospitals += 1;
  await db.query('INSERT INTO institution (id, code, name, settings, created_at) VALUES ($1, $2, $3, $4, $5)', [
    id,
    `hospital-${hospitals}-${id.slice(-6)}`,
    `示例医院${hospitals}`,
    JSON.stringify(settings),
    now,
  ]);
  await db.query('INSERT INTO department (institution_id, id, code, name) VALUES ($1, $2, $3, $4), ($1, $5, $6, $7)', [
    id,
    surgery,
    'surgery',
    '胸外科',
    oncology,
    'oncology',
    '肿瘤科',
  ]);
  await db.query(
    `INSERT INTO reason (institution_id, act, code, zh, en)
     SELECT $1, act, 'incomplete', '材料不完整', 'incomplete' FROM unnest($2::text[]) AS act`,
    [id, ['decline', 'returnForCorrection', 'reject', 'replaceLetter', 'void']],
  );

  async function person(name: string, ...offices: (Office | [Office, string])[]): Promise<Colleague> {
    const personId = newId();
    const token = newToken(id);
    const held = offices.map((one) => (typeof one === 'string' ? [one, null] : one));
    // One statement: most test files hire a whole staff, and many do it for each test.
    await db.query(
      `WITH person AS (
         INSERT INTO person (institution_id, id, username, name, password_hash, must_change_password, created_at)
         VALUES ($1, $2::uuid, 'user-' || $2::uuid, $3, 'none', false, $4)
       ), appointment AS (
         INSERT INTO appointment (institution_id, id, person_id, office, department_id, valid_from, created_at)
         SELECT $1, held.id, $2, office, department_id, $5, $4
         FROM unnest($6::uuid[], $7::text[], $8::uuid[]) AS held(id, office, department_id)
       )
       INSERT INTO session (institution_id, id, token_hash, person_id, created_at, expires_at, present_until)
       VALUES ($1, $9, $10, $2, $4, $11, $11)`,
      [
        id,
        personId,
        name,
        now,
        long,
        held.map(() => newId()),
        held.map(([office]) => office),
        held.map(([, departmentId]) => departmentId),
        newId(),
        credentialOf(token, 'bearer')!.tokenHash,
        yearFromNow(now),
      ],
    );
    return { id: personId, name, token, http: server.http.as(token) };
  }

  async function warrant(
    substitute: Colleague,
    holder: Colleague,
    office: Office,
    from = long,
    until = yearFromNow(now),
  ): Promise<string> {
    const number = `代${newId().slice(-8)}`;
    await db.query(
      `INSERT INTO substitute (institution_id, id, appointment_id, person_id, warrant_no, valid_from, valid_until,
         set_by, created_at)
       SELECT $1, $2, a.id, $3, $4, $5, $6, $7, $8 FROM appointment a
       WHERE a.institution_id = $1 AND a.person_id = $7 AND a.office = $9`,
      [id, newId(), substitute.id, number, from, until, holder.id, now, office],
    );
    return number;
  }

  const endOffice = async (holder: Colleague, office: Office): Promise<void> => {
    await db.query(
      'UPDATE appointment SET valid_until = $4 WHERE institution_id = $1 AND person_id = $2 AND office = $3',
      [id, holder.id, office, server.clock.now()],
    );
  };

  return { id, surgery, oncology, person, warrant, endOffice };
}

export type Staff = Awaited<ReturnType<typeof staff>>;

/** One person for every office, so that each chain can be walked by its own people. */
export async function staff(at: Hospital) {
  const { surgery } = at;
  return {
    physician: await at.person('周主诊', ['attendingPhysician', surgery]),
    bedDoctor: await at.person('吴管床', ['bedDoctor', surgery]),
    director: await at.person('郑主任', ['departmentDirector', surgery]),
    lead: await at.person('王负责', ['departmentLead', surgery]),
    officer: await at.person('冯办事', 'medicalOfficer'),
    medical: await at.person('陈医务', 'medicalDirector'),
    deanInCharge: await at.person('褚分管', 'deanInCharge'),
    businessDean: await at.person('卫业务', 'businessDean'),
    insurance: await at.person('蒋医保', 'insuranceDirector'),
    insuranceLead: await at.person('沈负责', 'insuranceLead'),
    clerk: await at.person('韩窗口', 'windowClerk'),
    auditor: await at.person('杨审计', 'auditor'),
    administrator: await at.person('朱管理', 'administrator'),
  };
}

/** A hospital on a test file's server, and its staff, each signed in. */
export async function staffed(server: TestServer, settings: Partial<Settings> = {}): Promise<{ here: Hospital; people: Staff }> {
  const here = await hospital(server, settings);
  return { here, people: await staff(here) };
}

export const patientId = '441900196503120015';
export const otherId = '441900196311050016';

export const patient = (more: object = {}) => ({
  name: '王𠮷兰',
  idNumber: idNumberOf(patientId),
  phone: '13800138000',
  insuranceKind: '310',
  ...more,
});

export const reportContent = (more: object = {}) => ({
  patient: patient(),
  diagnoses: [{ code: 'C34.900', name: '支气管或肺恶性肿瘤' }],
  reason: '本院无胸腔镜肺叶切除条件。',
  urgency: 'urgent',
  ...more,
});

export const formContent = (more: object = {}) => ({
  ...reportContent(),
  condition: '右肺上叶占位 3.2 cm，无远处转移。',
  destination: { name: '省示例肿瘤医院', division: '440100' },
  ...more,
});

/** A valid ID number with these first 17 digits. */
export function idNumberOf(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return digits.slice(0, 17) + '10X98765432'[sum % 11];
}

/** A referral being walked by its people; remembers the version that the last answer gave. */
export class Case {
  id = '';
  version = 0;
  last!: Answer;

  constructor(readonly people: Staff) {}

  /** Does an act that is expected to succeed. */
  async do(who: Colleague, act: string, body: object = {}, sending: Sending = {}): Promise<Answer> {
    const answer = await this.try(who, act, body, sending);
    if (answer.status >= 300) throw new Error(`${act} by ${who.name}: ${JSON.stringify(answer.body)}`);
    this.version = answer.body.version;
    return answer;
  }

  /** Tries an act and leaves the case as it is when it is refused. */
  async try(who: Colleague, act: string, body: object = {}, sending: Sending = {}): Promise<Answer> {
    this.last = await who.http.post(`/referrals/${this.id}/${act}`, body, { ifMatch: this.version, ...sending });
    return this.last;
  }

  async report(who: Colleague, body: object): Promise<Answer> {
    const answer = await who.http.post('/referrals', body);
    if (answer.status !== 201) throw new Error(`report: ${JSON.stringify(answer.body)}`);
    this.id = answer.body.id;
    this.version = answer.body.version;
    return answer;
  }
}

const opinion = { opinion: '同意转诊。' };
export const spouse = { name: '李建国', relation: 'spouse', idNumber: idNumberOf(otherId) };

/** The acts of the outpatient chain, in order; a test walks as many of them as it needs. */
const outpatientActs = [
  (c: Case) => c.do(c.people.lead, 'inform', {}),
  (c: Case) => c.do(c.people.clerk, 'releaseForm', spouse),
  (c: Case) => c.do(c.people.lead, 'fillIn', { form: formContent() }),
  (c: Case) => c.do(c.people.director, 'sign', opinion),
  (c: Case) => c.do(c.people.medical, 'sign', opinion),
  (c: Case) => c.do(c.people.deanInCharge, 'sign', opinion),
  (c: Case) => c.do(c.people.businessDean, 'sign', opinion),
  (c: Case) => c.do(c.people.insurance, 'sign', opinion),
  (c: Case) => c.do(c.people.clerk, 'issueLetter'),
];

const inpatientActs = [
  (c: Case) => c.do(c.people.lead, 'inform', {}),
  (c: Case) => c.do(c.people.clerk, 'releaseForm', spouse),
  (c: Case) => c.do(c.people.bedDoctor, 'fillIn', { form: formContent() }),
  (c: Case) => c.do(c.people.director, 'sign', opinion),
  (c: Case) => c.do(c.people.insurance, 'sign', opinion),
  (c: Case) => c.do(c.people.clerk, 'issueLetter'),
];

/** States by the number of acts after the report. */
export const outpatientAt = {
  awaitingInform: 0,
  awaitingRelease: 1,
  awaitingFillIn: 2,
  awaitingDepartment: 3,
  awaitingMedicalDirector: 4,
  awaitingDeans: 5,
  awaitingBusinessDean: 6,
  awaitingInsurance: 7,
  awaitingLetter: 8,
  issued: 9,
};

export async function outpatientCase(people: Staff, at: keyof typeof outpatientAt, content = reportContent()) {
  const walked = new Case(people);
  await walked.report(people.physician, { chain: 'outpatient', content });
  for (const act of outpatientActs.slice(0, outpatientAt[at])) await act(walked);
  return walked;
}

export async function inpatientCase(people: Staff, acts: number, content = reportContent()) {
  const walked = new Case(people);
  await walked.report(people.bedDoctor, { chain: 'inpatient', content });
  for (const act of inpatientActs.slice(0, acts)) await act(walked);
  return walked;
}

/** A patient of another hospital, as the medical department's office reports one: a referral without a department. */
export async function otherHospitalCase(people: Staff, content = reportContent()) {
  const papers = await Promise.all(['emergencyRecord', 'criticalNotice', 'patientIdCard'].map((kind) => paperOf(people.officer, kind)));
  const agent = { name: '陈志强', idNumber: idNumberOf('990000198807150030'), hospital: '滨海市第二人民医院' };
  const walked = new Case(people);
  await walked.report(people.officer, { chain: 'otherHospital', content: { ...content, agent }, papers });
  return walked;
}

/** A paper that somebody uploads; its name and bytes say its kind. */
export async function paperOf(who: Colleague, kind: string): Promise<string> {
  const message = new FormData();
  message.append('kind', kind);
  message.append('file', new Blob([new Uint8Array(pdf(kind))], { type: 'application/pdf' }), `${kind}.pdf`);
  const { status, body } = await who.http.post('/papers', message);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id as string;
}

export const signed = opinion;
