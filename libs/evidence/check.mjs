#!/usr/bin/env node
/*
 * 脱机核验转诊介绍信和检查包：不需要服务器、网络或安装任何东西，只需要 Node.js 20.19 以上。
 * Checks letters and inspection packs off line: no server, no network, nothing to install but Node.js 20.19 or newer.
 *
 *   node check.mjs verify <介绍信凭证或二维码地址 token or address in the QR code> <keys.json>
 *   node check.mjs pack <检查包解压后的目录 folder of an unpacked inspection pack> [医院公布的 keys.json as the hospital publishes it]
 *
 * 退出码 exit code：0 全部成立 all holds；1 有不成立 something does not hold；2 无法核验 could not be checked.
 *
 * 本文件与服务器的程序没有共用任何代码，是同一规则的第二个实现。
 * It shares no code with the server: it is a second implementation of the same rules, which are
 *   canonical JSON   RFC 8785
 *   digest           "sha256:" or "sm3:" and the hash of the canonical JSON in hexadecimal digits
 *   log              hash = digest({ entry, previous }); the first previous = digest({ origin: { institutionId, referralId } })
 *   letter           compact JWS (RFC 7515) with Ed25519 (RFC 8037), under a key of a JWK Set
 *   certificate      SM2 with SM3 (GB/T 32918.2) and the user id 1234567812345678, over the text of a digest
 *
 * A pack holds
 *   manifest.json    { "files": { "log.json": "sha256:…", … } }: every file but itself
 *   origin.json      { "institutionId", "referralId" }
 *   log.json         [ { "entry", "previous", "hash" }, … ]
 *   forms/N.json     { "version": N, "content", "masked" }: ID and phone numbers as keyed hashes, and masked
 *   papers/…         what was handed in, each known by the digest of its bytes
 *   documents.json   [ { "file": "documents/….pdf", "kind", "seq", "copy", "digest" }, … ]: forms and letters as PDF
 *   letter-token.txt, keys.json   where there is a letter; one token on a line, the last letter's among them
 */
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that keeps us from checking at all. */
class CannotCheck extends Error {}

/** On one line, and as it is: whoever wrote a pack must not write our findings, nor hide them, by what a terminal obeys. */
const shown = (text) =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);

/** What was found, line by line; the first failure decides the exit code. */
class Report {
  failed = 0;

  say(zh, en) {
    console.log(shown(`${zh} · ${en}`));
  }

  /** Says whether something holds, and answers it. */
  check(holds, zh, en, detail = '') {
    if (!holds) this.failed += 1;
    console.log(shown(`${holds ? '✓' : '✗'} ${zh} · ${en}${detail && !holds ? `: ${detail}` : ''}`));
    return holds;
  }

  end() {
    const holds = this.failed === 0;
    this.say(
      holds ? '结论：核验的各项全部成立。' : `结论：有 ${this.failed} 项不成立。`,
      holds ? 'Result: everything that was checked holds.' : `Result: ${this.failed} do not hold.`,
    );
    return holds ? 0 : 1;
  }
}

// --- canonical JSON and digests ---

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  names.sort((a, b) => (a < b ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

const digestOfBytes = (bytes, algorithm) => `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
const digestOf = (value, algorithm) => digestOfBytes(Buffer.from(canonical(value), 'utf8'), algorithm);
const algorithmOf = (digest) => /^(sha256|sm3):[0-9a-f]{64}$/.exec(String(digest))?.[1] ?? null;

/** Whether the digest is this value's, in the algorithm that it names. */
function isDigestOf(digest, value) {
  const algorithm = algorithmOf(digest);
  return algorithm !== null && digestOf(value, algorithm) === digest;
}

// --- letter tokens ---

function jsonOf(text, what) {
  try {
    return JSON.parse(text);
  } catch {
    throw new CannotCheck(`${what} 不是 JSON · is not JSON`);
  }
}

/** The bytes of base64url; null where the text is not the one way to write them. */
function bytesOf(text) {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

function objectIn(bytes) {
  try {
    const value = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** RFC 7638, as far as a key's name goes. */
const thumbprintOf = (x) => createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');

function keysIn(set) {
  if (!Array.isArray(set?.keys)) throw new CannotCheck('密钥文件中没有公钥列表 · the key file holds no list of keys');
  return set.keys.filter(({ kty, crv, x, kid }) => kty === 'OKP' && crv === 'Ed25519' && thumbprintOf(x).startsWith(kid) && kid.length >= 12);
}

const faults = {
  malformed: ['不是介绍信凭证', 'this is not a letter token'],
  unknownKey: ['签发密钥不在密钥文件中', 'it was signed with a key that the key file does not hold'],
  altered: ['内容或签名被改动', 'its content or its signature was altered'],
};

/** { claims, kid } of a genuine token, else { why }. */
function readToken(token, keys) {
  const parts = token.split('.').map(bytesOf);
  if (parts.length !== 3 || parts.some((part) => part === null || part.length === 0)) return { why: 'malformed' };
  const header = objectIn(parts[0]);
  if (header?.alg !== 'EdDSA' || typeof header.kid !== 'string' || Object.keys(header).length !== 2) return { why: 'malformed' };
  const key = keys.find(({ kid }) => kid === header.kid);
  if (!key) return { why: 'unknownKey' };
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' });
  if (!verify(null, Buffer.from(token.slice(0, token.lastIndexOf('.'))), publicKey, parts[2])) return { why: 'altered' };
  const claims = objectIn(parts[1]);
  return claims && isWhole(claims) ? { claims, kid: key.kid } : { why: 'malformed' };
}

function isWhole(claims) {
  const texts = ['i', 'h', 'n', 'p', 'd', 't', 'f', 'u', 'c'].every((name) => typeof claims[name] === 'string');
  const moment = typeof claims.a === 'number' && !Number.isNaN(new Date(claims.a).getTime());
  return claims.v === 1 && texts && moment && Number.isSafeInteger(claims.q) && /^(sha256|sm3):[\w-]{43}$/.test(claims.c);
}

/** A head as the log writes it, of what the token has of it. */
function headIn(claims) {
  const [algorithm, text = ''] = claims.c.split(':');
  return `${algorithm}:${Buffer.from(text, 'base64url').toString('hex')}`;
}

const todayInShanghai = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

function sayLetter(report, { claims, kid }) {
  report.say(`  介绍信编号：${claims.n}`, `letter no.`);
  report.say(`  签发机构：${claims.h}`, 'issued by');
  report.say(`  患者（已遮盖）：${claims.p} ${claims.d}`, 'patient, masked');
  report.say(`  转往：${claims.t}`, 'to');
  report.say(`  有效期：${claims.f} 至 ${claims.u}`, 'valid, both days included');
  report.say(`  签发时间：${new Date(claims.a).toISOString()}`, 'issued at');
  report.say(`  审批日志：第 ${claims.q} 条，${headIn(claims)}`, 'place in the log, and its hash');
  report.say(`  签发密钥：${kid}`, 'key');
}

function verifyLetter(given, file) {
  const report = new Report();
  // Of an address only its path: a browser that was led on shows more behind it.
  const token = given.trim().split(/[?#]/)[0].split('/').at(-1);
  const read = readToken(token, keysIn(jsonOf(textOf(file), file)));
  if (read.why) {
    const [zh, en] = faults[read.why];
    report.check(false, `介绍信不成立：${zh}`, `The letter is not genuine: ${en}`);
    return report.end();
  }
  report.check(true, '介绍信为真，内容未经改动', 'The letter is genuine, and as it was issued');
  sayLetter(report, read);
  const today = todayInShanghai();
  if (today > read.claims.u) report.say(`! 有效期已过（今天 ${today}）`, `it is no longer valid (today is ${today})`);
  if (today < read.claims.f) report.say(`! 有效期未到（今天 ${today}）`, `it is not valid yet (today is ${today})`);
  report.say(
    '! 是否已作废、换发或用完，脱机无法得知，请在签发医院的核验页面查对。密钥文件应来自签发医院的 /.well-known/countersign-letter-keys.json',
    "whether it was voided, replaced or used up cannot be told off line: see the hospital's verification page. Take the key file from the hospital's own /.well-known/countersign-letter-keys.json",
  );
  return report.end();
}

// --- SM2 (GB/T 32918), verification alone ---

const hex = (digits) => BigInt(`0x${digits}`);
const p = hex('fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff');
const a = p - 3n;
const b = hex('28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93');
const n = hex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');
const g = [
  hex('32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7'),
  hex('bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0'),
];

const mod = (x, m) => ((x % m) + m) % m;

function inverse(x, m) {
  let [r0, r1, s0, s1] = [m, mod(x, m), 0n, 1n];
  while (r1 > 0n) [r0, r1, s0, s1] = [r1, r0 % r1, s1, s0 - (r0 / r1) * s1];
  return mod(s0, m);
}

/** null is the point at infinity. */
function add(one, other) {
  if (!one || !other) return one ?? other;
  if (one[0] === other[0] && mod(one[1] + other[1], p) === 0n) return null;
  const slope = one[0] === other[0]
    ? (3n * one[0] ** 2n + a) * inverse(2n * one[1], p)
    : (other[1] - one[1]) * inverse(other[0] - one[0], p);
  const x = mod(slope ** 2n - one[0] - other[0], p);
  return [x, mod(slope * (one[0] - x) - one[1], p)];
}

function multiply(times, point) {
  let [sum, doubled] = [null, point];
  for (let left = times; left > 0n; left >>= 1n) {
    if (left & 1n) sum = add(sum, doubled);
    doubled = add(doubled, doubled);
  }
  return sum;
}

const bytes32 = (x) => Buffer.from(x.toString(16).padStart(64, '0'), 'hex');
const sm3 = (...parts) => createHash('sm3').update(Buffer.concat(parts)).digest();
const userId = Buffer.from('1234567812345678');

/** r and s of a signature in DER; null where it is not one. */
function derPair(der) {
  let at = 2;
  const integer = () => {
    const length = der[at + 1];
    const bytes = der.subarray(at + 2, at + 2 + length);
    if (der[at] !== 2 || length === 0 || bytes.length !== length) return null;
    at += 2 + length;
    return hex(bytes.toString('hex'));
  };
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const pair = [integer(), integer()];
  return pair.includes(null) || at !== der.length ? null : pair;
}

function verifySm2(publicPoint, message, der) {
  const pair = derPair(der);
  if (!pair || pair.some((x) => x < 1n || x >= n)) return false;
  const [r, s] = pair;
  const idBits = Buffer.alloc(2);
  idBits.writeUInt16BE(userId.length * 8);
  const z = sm3(idBits, userId, ...[a, b, ...g, ...publicPoint].map(bytes32));
  const e = hex(sm3(z, message).toString('hex'));
  const t = mod(r + s, n);
  const point = t === 0n ? null : add(multiply(s, g), multiply(t, publicPoint));
  return point !== null && mod(e + point[0], n) === r;
}

/** What a personal certificate signs the digest of: who signs what, in which office, on which referral. */
const statementOf = ({ actor, data }, origin) => ({
  referral: origin,
  actor,
  signature: Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'certificate')),
});

/** RFC 5480: what a key on the curve of SM2 begins with, up to its uncompressed point. */
const sm2Key = '3059301306072a8648ce3d020106082a811ccf5501822d03420004';

/** The point of a certificate's key; null where it is no certificate, or its key is not for SM2. */
function keyIn(certificate) {
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
    const key = publicKey.export({ type: 'spki', format: 'der' }).toString('hex');
    if (!key.startsWith(sm2Key)) return null;
    const point = key.slice(sm2Key.length);
    const [x, y] = [hex(point.slice(0, 64)), hex(point.slice(64))];
    // Off the curve there are points whose multiples anybody can tell.
    return x < p && y < p && mod(y ** 2n - x ** 3n - a * x - b, p) === 0n ? [x, y] : null;
  } catch {
    return null;
  }
}

function certificateHolds(entry, origin) {
  const { algorithm, certificate, signature } = entry.data.certificate;
  if (algorithm !== 'SM2-SM3') return false;
  const digest = digestOf(statementOf(entry, origin), algorithmOf(entry.data.materialDigest) ?? 'sha256');
  const point = keyIn(certificate);
  return point !== null && verifySm2(point, Buffer.from(digest), Buffer.from(signature, 'base64'));
}

// --- packs ---

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CannotCheck(`无法读取 cannot read ${file}: ${error.message}`);
  }
}

/** Paths of all files in a folder, with "/" between their parts. */
const filesIn = (folder, under = '') =>
  readdirSync(join(folder, under), { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? filesIn(folder, `${under}${one.name}/`) : [`${under}${one.name}`],
  );

function checkManifest(report, folder) {
  const { files } = jsonOf(textOf(join(folder, 'manifest.json')), 'manifest.json');
  if (typeof files !== 'object' || files === null) throw new CannotCheck('manifest.json 没有文件列表 · lists no files');
  const there = filesIn(folder).filter((name) => name !== 'manifest.json');
  const differing = Object.entries(files).filter(
    ([name, digest]) => there.includes(name) && digestOfBytes(readFileSync(join(folder, name)), 'sha256') !== digest,
  );
  const missing = Object.keys(files).filter((name) => !there.includes(name));
  const added = there.filter((name) => !Object.hasOwn(files, name));
  const wrong = [...differing.map(([name]) => name), ...missing, ...added];
  report.check(wrong.length === 0, `清单：${there.length} 个文件与清单一致`, 'files are those of the manifest', wrong.join(', '));
}

function checkLog(report, log, origin) {
  const broken = log.findIndex(({ entry, previous, hash }, i) => {
    const before = i === 0 ? null : log[i - 1].hash;
    const linked = before === null ? isDigestOf(previous, { origin }) : previous === before;
    return !linked || entry?.seq !== i + 1 || !isDigestOf(hash, { entry, previous });
  });
  report.check(
    broken < 0 && log.length > 0,
    `日志：${log.length} 条事件逐条相连，属于本转诊`,
    'events are linked one to the next, and belong to this referral',
    log.length === 0 ? '没有事件 no events' : `第 ${broken + 1} 条不成立 fails at event ${broken + 1}`,
  );
}

const orNull = (value) => value ?? null;

/** The parts of a form that signatures cover. */
function materialOf({ patient, diagnoses, condition, reason, urgency, destination }) {
  return {
    patient: { name: patient.name, idNumber: patient.idNumber, insuranceKind: patient.insuranceKind, insuranceNo: orNull(patient.insuranceNo) },
    diagnoses: diagnoses.map(({ code, name }) => ({ code, name })),
    condition: condition ?? '',
    reason,
    urgency,
    destination: destination
      ? { name: destination.name, code: orNull(destination.code), division: destination.division, department: orNull(destination.department) }
      : null,
  };
}

/** A form without its ID and phone numbers, to compare what is masked with what was digested. */
function withoutNumbers(content) {
  const bare = structuredClone(content);
  for (const part of [bare.patient, bare.agent]) {
    if (part) [part.idNumber, part.phone] = [null, null];
  }
  return canonical(bare);
}

function checkForms(report, log, forms) {
  const named = log.filter(({ entry }) => entry.act === 'report' || entry.act === 'fillIn').map(({ entry }) => entry);
  const wrong = named.filter(({ data }) => {
    const form = forms.get(data.formVersion);
    return (
      !form ||
      !isDigestOf(data.contentDigest, form.content) ||
      !isDigestOf(data.materialDigest, materialOf(form.content)) ||
      withoutNumbers(form.content) !== withoutNumbers(form.masked)
    );
  });
  const holds = wrong.length === 0 && forms.size === named.length;
  report.check(
    holds,
    `审批表：${forms.size} 个版本与日志所记摘要一致`,
    'versions of the form are those whose digests the log names',
    wrong.length > 0 ? `第 ${wrong[0].data.formVersion} 版 version ${wrong[0].data.formVersion}` : '数量不符 not as many',
  );
}

const who = ({ name, office, onBehalfOf, warrantNo }) =>
  `${name}${onBehalfOf ? `（代 for ${onBehalfOf.name}，${warrantNo}）` : ''}，${office}`;

function checkSignatures(report, log, forms, origin) {
  for (const { entry } of log.filter(({ entry }) => entry.act === 'sign' || entry.act === 'signOnPaper')) {
    const { data, actor, at, seq } = entry;
    const form = forms.get(data.formVersion);
    const signer = data.signer ?? actor;
    report.check(
      form !== undefined && isDigestOf(data.materialDigest, materialOf(form.content)),
      `签字 #${seq}：${who(signer)}，${data.signedOn ?? at}，“${data.opinion}”${data.signer ? `（纸质，由 ${actor.name} 登记）` : ''}`,
      `signature over form version ${data.formVersion}${data.signer ? ', given on paper' : ''}`,
    );
    if (data.certificate) {
      report.check(certificateHolds(entry, origin), `  签字 #${seq} 的个人证书签名`, 'signed with a personal certificate (whether its issuer is to be trusted is not checked)');
    }
  }
}

function papersIn(folder) {
  const under = join(folder, 'papers');
  if (!existsSync(under)) return [];
  return filesIn(under).map((name) => readFileSync(join(under, name)));
}

function checkPapers(report, log, folder) {
  const refs = log.flatMap(({ entry: { data } }) => [...(data.papers ?? []), ...(data.paper ? [data.paper] : [])]);
  const named = new Set(refs.map(({ digest }) => digest));
  const there = new Set(papersIn(folder).map((bytes) => digestOfBytes(bytes, 'sha256')));
  const missing = refs.filter(({ digest }) => !there.has(digest));
  report.check(
    missing.length === 0,
    `材料：日志所记 ${refs.length} 份材料都在，内容未变`,
    'papers that the log names are there, as they were handed in',
    missing.map(({ kind, digest }) => `${kind} ${digest}`).join(', '),
  );
  const besides = [...there].filter((digest) => !named.has(digest)).length;
  if (besides > 0) report.say(`! 另有 ${besides} 份材料日志没有提到，本核验不能证明其来历`, 'papers that the log does not name: nothing here proves where they come from');
}

/** The log does not name documents: they are known by the digests under which the hospital keeps them. */
function checkDocuments(report, folder) {
  const file = join(folder, 'documents.json');
  const documents = existsSync(file) ? jsonOf(textOf(file), 'documents.json') : [];
  const there = filesIn(folder).filter((name) => name.startsWith('documents/'));
  if (documents.length === 0 && there.length === 0) return;
  const wrong = documents.filter(
    ({ file: name, digest }) => !there.includes(name) || digestOfBytes(readFileSync(join(folder, name)), 'sha256') !== digest,
  );
  const unlisted = there.filter((name) => !documents.some(({ file: listed }) => listed === name));
  report.check(
    wrong.length === 0 && unlisted.length === 0,
    `文书：${documents.length} 份审批表和介绍信都在，与登记的摘要一致`,
    'documents are there, with the digests under which they are kept',
    [...wrong.map(({ kind, seq, copy }) => `${kind} ${seq}-${copy}`), ...unlisted].join(', '),
  );
  report.say(
    '! 文书的摘要是检查包自己写的，不在日志中：请把 PDF 所载与日志、审批表和介绍信凭证核对',
    'the digests of documents are those that this pack gives, and not in the log: compare what a PDF says with the log, the form and the letter token',
  );
}

const issues = ({ entry }) => entry.act === 'issueLetter' || entry.act === 'replaceLetter';

/** 王*兰: of a name of two characters the first alone. */
function maskedName(name) {
  const characters = [...name];
  if (characters.length < 3) return `${characters.slice(0, -1).join('')}*`;
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`;
}

/** Whose letter the log issued: the patient of the form that was signed last before. */
function patientOf({ entry }, log, forms) {
  const signed = log.filter((link) => link.entry.seq < entry.seq && ['sign', 'signOnPaper'].includes(link.entry.act)).at(-1);
  const patient = forms.get(signed?.entry.data.formVersion)?.masked?.patient;
  return patient ? [maskedName(patient.name), patient.idNumber] : [null, null];
}

/** Whether a token says of a letter what log and form say, and names the link that issued it. */
function isLetterOf(link, claims, { institutionId }, log, forms) {
  const { entry, hash } = link;
  const { number, validFrom, validUntil, destination } = entry.data.letter;
  const said = [claims.i, claims.n, claims.f, claims.u, claims.t, claims.q, claims.a, headIn(claims), claims.p, claims.d];
  const issued = [institutionId, number, validFrom, validUntil, destination, entry.seq, Date.parse(entry.at), hash];
  return canonical(said) === canonical([...issued, ...patientOf(link, log, forms)]);
}

function checkLetters(report, log, forms, origin, folder, published) {
  const listed = join(folder, 'letter-token.txt');
  const tokens = existsSync(listed) ? textOf(listed).split('\n').filter((line) => line !== '') : [];
  const links = log.filter(issues);
  if (links.length === 0 && tokens.length === 0) {
    report.say('  没有介绍信', 'there is no letter');
    return;
  }
  const file = published ?? join(folder, 'keys.json');
  const keys = keysIn(jsonOf(textOf(file), file));
  const lettered = new Set();
  for (const token of tokens) {
    const read = readToken(token, keys);
    if (!report.check(!read.why, '介绍信凭证为真', 'the letter token is genuine', faults[read.why]?.join(' '))) continue;
    const link = links.find(({ entry }) => entry.data.letter.number === read.claims.n);
    const same = link !== undefined && isLetterOf(link, read.claims, origin, log, forms);
    if (same) lettered.add(link);
    report.check(same, `介绍信 ${read.claims.n} 与日志第 ${read.claims.q} 条一致`, 'the letter says what the log and the form say, and names its place in the log');
    sayLetter(report, read);
  }
  report.check(
    lettered.has(links.at(-1)),
    '日志中最后一份介绍信的凭证在检查包中',
    'the pack has the token of the last letter in the log',
  );
  if (published === undefined) {
    report.say(
      '! 介绍信凭证是按检查包自带的 keys.json 核验的：请从医院网站另取一份，放在命令最后再核验一次',
      'letter tokens were checked by the keys.json of this pack: take one from the hospital itself, and give it at the end of the command',
    );
  }
}

function readForms(folder) {
  const under = join(folder, 'forms');
  const files = existsSync(under) ? filesIn(under) : [];
  return new Map(files.map((name) => [Number(/^(\d+)\.json$/.exec(name)?.[1]), jsonOf(textOf(join(under, name)), `forms/${name}`)]));
}

function checkPack(folder, published) {
  if (!existsSync(folder)) throw new CannotCheck(`没有目录 there is no folder ${folder}`);
  const report = new Report();
  checkManifest(report, folder);
  try {
    checkContents(report, folder, published);
  } catch (error) {
    // What the manifest shows to be altered need not be readable any more: then that is the finding.
    if (report.failed === 0) throw error;
    report.check(false, '其余内容无法核验', 'the rest cannot be checked', error.message);
  }
  return report.end();
}

function checkContents(report, folder, published) {
  const { institutionId, referralId } = jsonOf(textOf(join(folder, 'origin.json')), 'origin.json');
  const origin = { institutionId, referralId };
  const log = jsonOf(textOf(join(folder, 'log.json')), 'log.json');
  if (!Array.isArray(log)) throw new CannotCheck('log.json 不是列表 · is not a list');
  const forms = readForms(folder);
  report.say(`机构 ${institutionId}，转诊 ${referralId}`, 'institution and referral');
  checkLog(report, log, origin);
  checkForms(report, log, forms);
  checkSignatures(report, log, forms, origin);
  checkPapers(report, log, folder);
  checkDocuments(report, folder);
  checkLetters(report, log, forms, origin, folder, published);
  report.say(
    `! 日志末尾的哈希是 ${log.at(-1)?.hash}，共 ${log.length} 条：请与医院核验页面或另存的哈希比对，否则看不出末尾是否被截去、整份日志是否被重写`,
    'compare this hash of the last event with the verification page of the hospital, or with one kept elsewhere: without that, an end cut off, or a log written anew as a whole, cannot be seen',
  );
}

// --- the command ---

function main([command, ...args]) {
  if (command === 'verify' && args.length === 2) return verifyLetter(args[0], args[1]);
  if (command === 'pack' && (args.length === 1 || args.length === 2)) return checkPack(...args);
  throw new CannotCheck('用法 usage: node check.mjs verify <token> <keys.json> | node check.mjs pack <folder> [keys.json]');
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  // What is not as a pack says of itself cannot be checked further; which line of ours noticed is nobody's concern.
  console.error(shown(`无法核验 · cannot be checked: ${error instanceof CannotCheck ? error.message : `文件内容不完整 incomplete (${error.message})`}`));
  process.exitCode = 2;
}
