import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DocumentMaker } from '../apps/api/src/documents/document-maker.ts';
import { readSource } from '../apps/api/src/documents/read-source.ts';
import { EvidenceReader } from '../apps/api/src/inspection/read-evidence.ts';
import { verificationPage } from '../apps/api/src/inspection/verification-page.ts';
import { verificationOf } from '../apps/api/src/inspection/verification.ts';
import { readLogged, verifyLog, type LoggedReferral } from '../apps/api/src/referrals/verify-log.ts';
import type { ApprovalFormView } from '../libs/documents/src/index.ts';
import { linkTo, statementOf, type CertificateSignature, type Digest, type Link } from '../libs/evidence/src/index.ts';
import type { Entry, EntryOf } from '../libs/policy/src/index.ts';
import { SoftwareCertificates, signatureOfNobody } from './support/certificates.ts';
import { hospital, outpatientCase, signed, staff, type Case, type Hospital, type Staff } from './support/hospital.ts';
import { packOf, unpackInto } from './support/packs.ts';
import { run } from './support/run.ts';
import { startServer } from './support/server.ts';

const certificates = new SoftwareCertificates();
const server = await startServer({}, certificates);
afterAll(() => server.close());
const base = mkdtempSync(join(tmpdir(), 'countersign-certificates-'));
afterAll(() => rmSync(base, { recursive: true }));

let here: Hospital;
let people: Staff;
beforeAll(async () => {
  here = await hospital(server);
  people = await staff(here);
  certificates.issue(people.director);
});
afterEach(() => {
  certificates.meanwhile = () => {};
});

const read = (walked: Case) => readLogged(server.database, here.id, walked.id);
const signatureIn = ({ events }: LoggedReferral) => events.at(-1)!.body as EntryOf<'sign'>;

async function brokenOf(walked: Case, by = certificates) {
  const { number } = await read(walked);
  return (await verifyLog(server.database, server.secrets, number, by)).broken.map(({ seq, why }) => ({ seq, why }));
}

const check = (referral: LoggedReferral) =>
  run('libs/evidence/check.mjs', ['pack', unpackInto(join(base, referral.id), packOf(server, referral))]);

type Change = (entry: EntryOf<'sign'>, walked: Case) => object;

/** Rewrites the log as somebody could who owns the database: every later hash is computed anew. */
async function forge(walked: Case, change: Change): Promise<void> {
  const { events } = await read(walked);
  const links: Link<Entry>[] = [];
  for (const { body, previous } of events) {
    const entry = body.act === 'sign' ? ({ ...body, data: { ...body.data, ...change(body, walked) } } as Entry) : body;
    links.push(linkTo(links.at(-1)?.hash ?? (previous as Digest), entry));
  }
  await server.database.transaction(async (tx) => {
    await tx.query('ALTER TABLE event DISABLE TRIGGER USER');
    for (const { entry, previous, hash } of links) {
      await tx.query('UPDATE event SET body = $3, previous = $4, hash = $5 WHERE referral_id = $1 AND seq = $2', [
        walked.id, entry.seq, JSON.stringify(entry), previous, hash,
      ]);
    }
    await tx.query('ALTER TABLE event ENABLE TRIGGER USER');
    await tx.query('UPDATE referral SET head = $2 WHERE id = $1', [walked.id, links.at(-1)!.hash]);
  });
}

describe('a signature by somebody with a personal certificate', () => {
  test('is kept with what the certificate says over it, and holds', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const referral = await read(walked);
    expect(signatureIn(referral).data.certificate).toEqual({
      algorithm: 'SM2-SM3',
      certificate: expect.stringMatching(/^MII/),
      signature: expect.stringMatching(/^M[A-Z0-9]/),
    });
    expect(await brokenOf(walked)).toEqual([]);
    const { body } = await people.clerk.http.get(`/referrals/${walked.id}/history`);
    expect(body.entries.at(-1).entry.data.certificate).toEqual(signatureIn(referral).data.certificate);
    const { code, stdout } = await check(referral);
    expect([code, stdout]).toEqual([0, expect.stringContaining('✓   签字 #5 的个人证书签名')]);
  });

  test('is told apart from one without in the report of a referral, and is no longer proved once it fails', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const verified = async () => (await people.auditor.http.get(`/referrals/${walked.id}/verification`)).body;
    const held = await verified();
    expect(held.holds).toBe(true);
    expect(held.signatures.map(({ certificate }: { certificate: object | null }) => certificate)).toEqual([
      { algorithm: 'SM2-SM3', holds: true, trusted: true },
      null,
    ]);
    certificates.revoke(people.director);
    const failed = await verified();
    expect([failed.holds, failed.signatures[0].certificate]).toEqual([false, { algorithm: 'SM2-SM3', holds: false, trusted: false }]);
    certificates.issue(people.director);
  });

  test('is one among many of a batch as well', async () => {
    const cases = [await outpatientCase(people, 'awaitingDepartment'), await outpatientCase(people, 'awaitingDepartment')];
    const referrals = cases.map(({ id, version }) => ({ referralId: id, version }));
    const { body } = await people.director.http.post('/referrals/sign', { referrals, ...signed });
    expect(body.results).toMatchObject([{ signed: true }, { signed: true }]);
    for (const walked of cases) {
      expect(signatureIn(await read(walked)).data.certificate).not.toBeNull();
      expect(await brokenOf(walked)).toEqual([]);
    }
  });

  test('holds where the institution digests by SM3', async () => {
    const there = await hospital(server, { digestAlgorithm: 'sm3' });
    const others = await staff(there);
    certificates.issue(others.director);
    const walked = await outpatientCase(others, 'awaitingMedicalDirector');
    const referral = await readLogged(server.database, there.id, walked.id);
    expect((await verifyLog(server.database, server.secrets, referral.number, certificates)).broken).toEqual([]);
    expect((await check(referral)).code).toBe(0);
  });

  test('by somebody without one is made all the same, and says so', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    expect(signatureIn(await read(walked)).data.certificate).toBeNull();
    expect(await brokenOf(walked)).toEqual([]);
  });

  test('is not made while the certificate cannot be used, and is made later', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    certificates.meanwhile = () => Promise.reject(new Error('the authority does not answer'));
    const refused = await walked.try(people.director, 'sign', signed);
    expect([refused.status, refused.body.code]).toEqual([503, 'certificateUnavailable']);
    expect((await people.clerk.http.get(`/referrals/${walked.id}`)).body.state).toBe('awaitingDepartment');
    certificates.meanwhile = () => {};
    await walked.do(people.director, 'sign', signed);
  });

  test('is not made with a certificate that no longer holds', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const yesterday = new Date(server.clock.now().getTime() - 86_400_000);
    certificates.issue(people.director, new Date(0), yesterday);
    expect((await walked.try(people.director, 'sign', signed)).body.code).toBe('certificateUnavailable');
    certificates.issue(people.director);
    await walked.do(people.director, 'sign', signed);
  });

  test('is asked for once, though a comment overtakes it', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const { asked } = certificates;
    certificates.meanwhile = async () => {
      await people.lead.http.post(`/referrals/${walked.id}/comment`, { text: '请尽快。' }, { ifMatch: walked.version });
    };
    await walked.do(people.director, 'sign', signed);
    expect(certificates.asked).toBe(asked + 1);
    expect((await read(walked)).events.map(({ act }) => act).slice(-2)).toEqual(['comment', 'sign']);
    expect(await brokenOf(walked)).toEqual([]);
  });
});

describe('what a log written anew as a whole cannot hide', () => {
  const another = new SoftwareCertificates();
  const stranger = (): Promise<CertificateSignature> => {
    another.issue(people.director);
    return another.signatureOver({ institutionId: here.id, ...people.director }, 'sha256:0') as Promise<CertificateSignature>;
  };

  test.each<[string, Change]>([
    ['another opinion', () => ({ opinion: '不同意。' })],
    ['another content', () => ({ ownReport: true })],
    ['another algorithm', ({ data }) => ({ certificate: { ...data.certificate!, algorithm: 'none' } })],
    ['a certificate that is none', ({ data }) => ({ certificate: { ...data.certificate!, certificate: 'AAAA' } })],
    [
      'a signature by nobody, with a certificate whose key is none for SM2',
      (entry, { id }) => ({ certificate: signatureOfNobody(statementOf({ institutionId: here.id, referralId: id }, entry)) }),
    ],
    ['a signature that is none', ({ data }) => ({ certificate: { ...data.certificate!, signature: 'AAAA' } })],
  ])('is %s', async (_, change) => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    await forge(walked, () => ({}));
    expect(await brokenOf(walked)).toEqual([]);
    await forge(walked, change);
    expect(await brokenOf(walked)).toEqual([{ seq: 5, why: 'certificateFails' }]);
    const { code, stdout } = await check(await read(walked));
    expect([code, stdout]).toEqual([1, expect.stringContaining('✗   签字 #5 的个人证书签名')]);
  });

  test('is a certificate of another authority', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const other = await stranger();
    await forge(walked, () => ({ certificate: other }));
    expect(await brokenOf(walked)).toEqual([{ seq: 5, why: 'certificateFails' }]);
  });

  test('is a certificate that its authority took back', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    certificates.revoke(people.director);
    expect(await brokenOf(walked)).toEqual([{ seq: 5, why: 'certificateFails' }]);
    certificates.issue(people.director);
  });
});

test('a certificate whose authority nobody knows here is called no more than it is', async () => {
  const walked = await outpatientCase(people, 'awaitingDeans');
  const plain = await startServer({ DATABASE_URL: server.databaseUrl, DATA_DIR: server.dataDir });
  for (const [on, trusted] of [[server, true], [plain, false]] as const) {
    const reader = on.part(EvidenceReader);
    const report = verificationOf(reader.evidenceOf(await reader.readRecord(here.id, walked.id), new Set()), on.secrets);
    expect(report.signatures[0]!.certificate).toEqual({ algorithm: 'SM2-SM3', holds: true, trusted });
    expect(verificationPage(report).includes('证书是谁签发的，这里没有核对')).toBe(!trusted);
    const source = (await readSource(on.database, here.id, walked.id))!;
    const version = { kind: 'approvalForm', seq: source.links.length, mark: null, letterNo: null } as const;
    const { view } = await on.part(DocumentMaker)['drawingOf'](source, version, 1);
    expect((view as ApprovalFormView).signatures.map(({ reliable }) => reliable)).toEqual([trusted, false]);
  }
  await plain.close();
});

test('a server without an adapter calls no signature more than it is', async () => {
  const plain = await startServer();
  const there = await hospital(plain);
  const walked = await outpatientCase(await staff(there), 'awaitingMedicalDirector');
  const referral = await readLogged(plain.database, there.id, walked.id);
  expect(signatureIn(referral).data.certificate).toBeNull();
  const { code, stdout } = await run('libs/evidence/check.mjs', ['pack', unpackInto(join(base, 'plain'), packOf(plain, referral))]);
  expect([code, stdout.includes('个人证书')]).toEqual([0, false]);
  await plain.close();
});
