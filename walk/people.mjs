import { Astray } from './astray.mjs';
import { Refused } from './client.mjs';
import { Unusable } from './unusable.mjs';

const password = 'Countersign-demo-1';

/**
 * @typedef {{ username: string, token: string, id: string, name: string }} SignedIn
 * @typedef {{ office: string, onBehalfOf: { id: string, name: string } | null, warrantNo: string | null }} Capacity
 */

/** The demo people, each signed in when first needed and then for the whole walk. */
export class People {
  /** @param {import('./client.mjs').Client} client */
  constructor(client) {
    this.client = client;
    /** @type {Map<string, SignedIn>} */
    this.signedIn = new Map();
  }

  /** @param {string} institution @param {string} username @returns {Promise<SignedIn>} */
  async get(institution, username) {
    const known = this.signedIn.get(`${institution} ${username}`);
    if (known) return known;
    const body = await this.signIn(institution, username);
    const person = { username, token: body.token, id: body.person.id, name: body.person.name };
    this.signedIn.set(`${institution} ${username}`, person);
    return person;
  }

  /** @param {string} institution @param {string} username */
  async signIn(institution, username) {
    try {
      const { body } = await this.client.post('/sessions', { body: { institution, username, password, as: 'bearer' } });
      return body;
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'wrongPassword')) throw error;
      throw new Unusable(
        `${error.message}\n演示人员 ${username}（${institution}）不能登录：此服务器没有演示机构，或密码已改。请用内置数据库或 DEMO=on 启动。\n` +
          `Demo person ${username} (${institution}) cannot sign in: this server has no demo hospitals, or the password was ` +
          'changed. Start it on the embedded database, or with DEMO=on on an empty one.',
      );
    }
  }

  /** The password once more, so that the server lets this person sign. @param {SignedIn} person */
  async provePresence(person) {
    await this.client.post('/session/presence', { token: person.token, body: { password } });
  }

  /** In which department somebody reports, by its name. @param {SignedIn} person @param {string} chain @param {string} name */
  async departmentId(person, chain, name) {
    const { body } = await this.client.get('/session', { token: person.token });
    const reports = body.reports.find((/** @type {any} */ one) => one.chain === chain);
    const department = reports?.departments.find((/** @type {any} */ one) => one.name === name);
    if (!department) throw new Astray(`${person.name}不能为「${name}」报告此类转诊`);
    return department.id;
  }

  /** By which warrant somebody acts for a holder now. @param {SignedIn} person @param {string} office @param {SignedIn} holder */
  async warrant(person, office, holder) {
    const { body } = await this.client.get('/session', { token: person.token });
    return body.capacities.find(
      (/** @type {Capacity} */ held) => held.office === office && held.onBehalfOf?.id === holder.id,
    );
  }

  /**
   * Makes sure that somebody may act for a holder today: where no warrant is valid, the holder gives one until tomorrow.
   * Answers with the warrant's number where it had to be given.
   * @param {SignedIn} person @param {string} office @param {SignedIn} holder
   * @returns {Promise<string | null>}
   */
  async ensureWarrant(person, office, holder) {
    if (await this.warrant(person, office, holder)) return null;
    const { token } = holder;
    const query = new URLSearchParams({ personId: holder.id, office, at: new Date().toISOString() });
    const { body } = await this.client.get(`/appointments?${query}`, { token });
    const [appointment] = body.items;
    if (!appointment) throw new Astray(`${holder.name}现在不担任 ${office}`);
    const until = new Date(Date.now() + 24 * 3_600_000).toISOString();
    const warrant = { appointmentId: appointment.id, personId: person.id, until, reason: '外出' };
    const set = await this.client.post('/substitutes', { token, body: warrant });
    return set.body.warrantNo;
  }
}
