import { basename } from 'node:path';
import { Astray } from './astray.mjs';
import { aside, pad, print } from './print.mjs';
import { readPaper } from './samples.mjs';
import { actWords, officeWords, say, stateWords } from './words.mjs';

/**
 * @typedef {import('./samples.mjs').Sample} Sample
 * @typedef {import('./samples.mjs').Step} Step
 * @typedef {import('./people.mjs').SignedIn} SignedIn
 * @typedef {{ seq: number, act: string, personId: string, office: string, onBehalfOf: string | null }} Answered
 */

const mediaTypes = { pdf: 'application/pdf', jpg: 'image/jpeg', png: 'image/png' };

/** One sample case, from its report to its letter. */
export class CaseWalk {
  /** @param {import('./client.mjs').Client} client @param {import('./people.mjs').People} people @param {Sample} sample */
  constructor(client, people, sample) {
    this.client = client;
    this.people = people;
    this.sample = sample;
    /** Ids of uploaded papers by kind. @type {Record<string, string>} */
    this.papers = {};
    /** What the server answered with success: none of it may ever be missing. @type {Answered[]} */
    this.answered = [];
    /** @type {any} The referral as the last answer left it. */
    this.referral = null;
  }

  async walk() {
    for (const step of this.sample.steps) await this.do(step);
    const { letter } = this.referral;
    print(`  介绍信 ${letter.number}，有效期 ${letter.validFrom} 至 ${letter.validUntil}，转往${letter.destination}`);
    print(aside(`  letter ${letter.number}, valid from ${letter.validFrom} to ${letter.validUntil}, to ${letter.destination}`));
  }

  /** @param {string} username */
  person(username) {
    return this.people.get(this.sample.institution, username);
  }

  /** @param {Step} step */
  async do(step) {
    const person = await this.person(step.by);
    const holder = step.onBehalfOf ? await this.person(step.onBehalfOf) : null;
    if (holder) await this.ensureWarrant(step, person, holder);
    if (step.act === 'report') await this.uploadPapers(person);
    if (step.act === 'sign') await this.people.provePresence(person);

    const as = { office: step.office, ...(holder && { onBehalfOf: holder.id }) };
    const { body, version } =
      step.act === 'report'
        ? await this.client.post('/referrals', { token: person.token, body: { as, ...(await this.reportOf(person)) } })
        : await this.client.post(`/referrals/${this.referral.id}/${step.act}`, {
            token: person.token,
            version: this.referral.version,
            body: { as, ...(await this.messageOf(step)) },
          });

    if (version !== body.version) throw new Astray(`ETag 是 ${version}，版本却是 ${body.version}`);
    this.referral = body;
    const { office } = step;
    this.answered.push({ seq: body.seq, act: step.act, personId: person.id, office, onBehalfOf: holder?.id ?? null });
    this.tell(step, person, holder);
    if (body.state !== step.then) throw new Astray(`此时应为「${say(stateWords, step.then).zh}」`);
  }

  /** @param {Step} step @param {SignedIn} person @param {SignedIn} holder */
  async ensureWarrant({ office }, person, holder) {
    const given = await this.people.ensureWarrant(person, office, holder);
    if (!given) return;
    const what = say(officeWords, office);
    print(`  ${holder.name}委托${person.name}代理${what.zh}：${given}`);
    print(aside(`  ${holder.name} names ${person.name} substitute as ${what.en}: ${given}`));
  }

  /** @param {SignedIn} person */
  async uploadPapers(person) {
    for (const { kind, file } of this.sample.papers ?? []) {
      const bytes = readPaper(file);
      const type = mediaTypes[/** @type {keyof typeof mediaTypes} */ (file.split('.').at(-1))];
      const form = new FormData();
      form.append('kind', kind);
      form.append('file', new Blob([bytes], { type }), basename(file));
      const { body } = await this.client.post('/papers', { token: person.token, body: form });
      this.papers[kind] = body.id;
      print(`  ${pad(person.name, 8)}上传材料 ${basename(file)}，${Math.ceil(bytes.length / 1024)} KB`);
    }
  }

  /** @param {SignedIn} person */
  async reportOf(person) {
    const { chain, department, report } = this.sample;
    const departmentId = department ? await this.people.departmentId(person, chain, department) : null;
    return { chain, departmentId, content: report, papers: Object.values(this.papers) };
  }

  /** A step's message, with the names of a sample replaced by the ids of this server. @param {Step} step */
  async messageOf({ message, form, papersReviewed, copyTo }) {
    return {
      ...message,
      ...(form && { form: this.sample.forms[form] }),
      ...(papersReviewed && { papersReviewed: papersReviewed.map((kind) => this.papers[kind]) }),
      ...(copyTo && { people: await Promise.all(copyTo.map(async (username) => (await this.person(username)).id)) }),
    };
  }

  /** @param {Step} step @param {SignedIn} person @param {SignedIn | null} holder */
  tell({ office, act }, person, holder) {
    const { state, version, number } = this.referral;
    const [who, what, now] = [say(officeWords, office), say(actWords, act), say(stateWords, state)];
    if (act === 'report') print(`  转诊编号 ${number}`);
    const whose = holder ? `${who.zh}（代${holder.name}）` : who.zh;
    const zh = `${pad(person.name, 8)}${pad(whose, 28)}${pad(what.zh, 12)}→ ${pad(now.zh, 18)}第 ${pad(`${version} 版`, 6)}`;
    const substitute = holder ? ', by warrant' : '';
    print(`  ${zh}${aside(`${who.en}${substitute}: ${what.en} → ${now.en}, version ${version}`)}`);
  }
}
