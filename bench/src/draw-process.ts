import { generateKeyPairSync, sign } from 'node:crypto';
import { renderLetter, type LetterView } from '@countersign/documents';
import { birthDateOf, sexOf } from '@countersign/policy';
import { inventedContent } from './invented-referral.ts';
import type { Drawing, Drawn } from './draw-letters.ts';

const { privateKey } = generateKeyPairSync('ed25519');

/** A code as long as those that letters carry, and as incompressible. */
const verifyUrl = (n: number): string => {
  const claims = Buffer.from(JSON.stringify({ n, institution: '压测医院', head: `sha256:${String(n).padStart(64, '0')}` }));
  const signature = sign(null, claims, privateKey);
  return `https://referral.bench.example/verify/${Buffer.concat([claims, claims, signature]).toString('base64url')}`;
};

function letterOf(n: number): LetterView {
  const { patient, diagnoses, reason, destination } = inventedContent(n);
  const { name, idNumber, phone = null, address = null, insuranceNo = null, medicalRecordNo = null } = patient;
  return {
    letterhead: { institution: '压测医院', sealText: '医保办公室（盖章）', footer: '' },
    number: `转〔2026〕${String(n).padStart(6, '0')}号`,
    replaces: null,
    mark: null,
    copy: 1,
    referralNumber: `R2026${String(n).padStart(7, '0')}`,
    otherHospital: null,
    patient: {
      ...{ name, idNumber, phone, address, insuranceNo, medicalRecordNo },
      sex: sexOf(idNumber) === 'male' ? '男' : '女',
      birthDate: birthDateOf(idNumber)!,
      age: 61,
      insurance: '职工基本医疗保险',
    },
    diagnoses,
    reason,
    destination: {
      name: destination.name,
      code: destination.code ?? null,
      division: destination.division,
      department: destination.department ?? null,
    },
    validFrom: '2026-11-22',
    validUntil: '2026-12-21',
    uses: 1,
    issuedAt: '2026-11-22T03:10:00.000Z',
    issuedBy: '压测1',
    verifyUrl: verifyUrl(n),
    verifyPage: 'https://referral.bench.example/verify',
    returnCode: '7K3M-9QXA',
    head: `sha256:${String(n).padStart(64, '0')}`,
  };
}

const megabytes = (): number => Math.round(process.memoryUsage.rss() / 1_048_576);

/** One thread, one letter after the other; the first ones warm it up and do not count. */
async function draw({ letters, warmUp }: Drawing): Promise<Drawn> {
  for (let n = 1; n <= warmUp; n += 1) await renderLetter(letterOf(n));
  const rssMb = [megabytes()];
  const millis: number[] = [];
  const begun = performance.now();
  const cpu = process.cpuUsage();
  let bytes = 0;
  for (let n = 1; n <= letters; n += 1) {
    const before = performance.now();
    const { pdf } = await renderLetter(letterOf(warmUp + n));
    millis.push(performance.now() - before);
    bytes += pdf.length;
    if (n % Math.ceil(letters / 4) === 0 || n === letters) rssMb.push(megabytes());
  }
  const { user, system } = process.cpuUsage(cpu);
  const sorted = millis.toSorted((a, b) => a - b);
  return {
    letters,
    perSecond: (letters * 1_000) / (performance.now() - begun),
    cpuMillis: (user + system) / 1_000 / letters,
    p99Millis: sorted[Math.ceil(sorted.length * 0.99) - 1]!,
    meanBytes: Math.round(bytes / letters),
    rssMb,
  };
}

process.once('message', (drawing: Drawing) => {
  draw(drawing).then(
    (drawn) => process.send!(drawn, () => process.exit(0)),
    (error: Error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
