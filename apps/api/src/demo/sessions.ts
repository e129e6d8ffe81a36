import { v7 as newId } from 'uuid';
import type { Transaction } from '../database/database.ts';
import { hashOfToken, newToken, type Credential } from '../identity/caller.ts';
import type { Founded } from './found-hospitals.ts';

const open = {
  name: 'open-demo-session',
  text: `INSERT INTO session (institution_id, id, person_id, token_hash, created_at, expires_at, present_until)
    VALUES ($1, $2, $3, $4, $5, $6, $6)`,
};

/** Sessions that the past acts are done by, as every act is; they end with the playing and nobody ever had a token. */
export class Sessions {
  private readonly credentials = new Map<string, Credential>();

  constructor(
    private readonly tx: Transaction,
    private readonly hospitals: Map<string, Founded>,
    private readonly now: Date,
  ) {}

  async of(hospital: string, username: string): Promise<Credential> {
    const known = this.credentials.get(`${hospital} ${username}`);
    if (known) return known;
    const { institutionId, people } = this.hospitals.get(hospital)!;
    const credential: Credential = { institutionId, tokenHash: hashOfToken(newToken(institutionId)), via: 'bearer' };
    const values = [institutionId, newId(), people.get(username)!, credential.tokenHash, new Date(0), this.now];
    await this.tx.query(open, values);
    this.credentials.set(`${hospital} ${username}`, credential);
    return credential;
  }

  /** The database was empty: every session and every kept answer is of the playing. */
  async end(): Promise<void> {
    await this.tx.query('DELETE FROM session');
    await this.tx.query('DELETE FROM idempotent_answer');
  }
}
