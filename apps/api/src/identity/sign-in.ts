import type { SignInRequest } from '@countersign/contract';
import { Injectable } from '@nestjs/common';
import passport from 'passport';
import { Strategy } from 'passport-local';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { settingsOf, type Settings } from '../institutions/settings.ts';
import { Problem } from '../problems/problem.ts';
import { Attempts } from './attempts.ts';
import { hashOfToken, newToken } from './caller.ts';
import { Passwords } from './passwords.ts';
import { acceptPassword, provePassword, type Known } from './prove-password.ts';

/** What sign-in asks of a request once its message is validated. */
interface Attempt {
  body: SignInRequest;
  address: string;
}

interface KnownByName extends Known {
  name: string;
  mustChangePassword: boolean;
}

export interface OpenedSession {
  id: string;
  token: string;
  expiresAt: Date;
  mustChangePassword: boolean;
  person: { id: string; name: string };
}

const readByName = {
  name: 'read-person-by-name',
  text: `SELECT i.id AS institution_id, i.settings, p.id AS person_id, p.name, p.password_hash, p.must_change_password,
      p.locked_until
    FROM institution i
    LEFT JOIN person p ON p.institution_id = i.id AND p.username = $2 AND p.active
    WHERE i.code = $1`,
};

interface ByNameRow {
  institution_id: string;
  settings: Partial<Settings>;
  person_id: string | null;
  name: string;
  password_hash: string;
  must_change_password: boolean;
  locked_until: Date | null;
}

const insertSession = {
  name: 'insert-session',
  text: `INSERT INTO session (institution_id, id, person_id, token_hash, user_agent, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

/** Signs people in by passport's local strategy: institution, user name and password. */
@Injectable()
export class SignIn {
  /** Of this application alone: passport's shared instance would mix up two applications in one process. */
  private readonly passport = new passport.Authenticator();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
  ) {
    this.passport.use(
      new Strategy({ passReqToCallback: true, session: false }, (attempt: Attempt, username, password, done) => {
        this.verify(attempt, username.toLowerCase(), password).then((known) => done(null, known), done);
      }),
    );
  }

  async open(attempt: Attempt, userAgent: string | undefined): Promise<OpenedSession> {
    this.attempts.refuseFlood(attempt.address, this.clock.now());
    try {
      return await this.openFor(await this.authenticate(attempt), userAgent);
    } catch (error) {
      if (error instanceof Problem) this.attempts.countFailure(attempt.address, this.clock.now());
      throw error;
    }
  }

  private authenticate(attempt: Attempt): Promise<KnownByName> {
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, known: unknown) => (error ? reject(error) : resolve(known as KnownByName));
      this.passport.authenticate('local', { session: false }, answer)(attempt, {}, reject);
    });
  }

  private async verify({ body }: Attempt, username: string, password: string): Promise<KnownByName> {
    const at = this.clock.now();
    const code = body.institution.toLowerCase();
    const [row] = await this.db.query<ByNameRow>(readByName, [code, username]);
    if (!row?.person_id) {
      await this.passwords.verifyNobody(password);
      throw this.attempts.refuseStranger(code, username, at, settingsOf(row?.settings ?? {}));
    }
    const known: KnownByName = {
      institutionId: row.institution_id,
      personId: row.person_id,
      name: row.name,
      passwordHash: row.password_hash,
      mustChangePassword: row.must_change_password,
      lockedUntil: row.locked_until,
      settings: settingsOf(row.settings),
    };
    await provePassword(this.db, this.passwords, known, password, at, 'signInFailed');
    return known;
  }

  private async openFor(known: KnownByName, userAgent: string | undefined): Promise<OpenedSession> {
    const at = this.clock.now();
    const { institutionId, personId, name, mustChangePassword } = known;
    const id = newId();
    const token = newToken(institutionId);
    const expiresAt = new Date(at.getTime() + this.config.sessionHours * 3_600_000);
    await this.db.transaction(async (tx) => {
      await acceptPassword(tx, known, at);
      const agent = userAgent?.slice(0, 200) ?? null;
      await tx.query(insertSession, [institutionId, id, personId, hashOfToken(token), agent, at, expiresAt]);
      await audit(tx, { institution: { id: institutionId }, person: { id: personId } }, { what: 'signedIn', at, subject: id });
    });
    return { id, token, expiresAt, mustChangePassword, person: { id: personId, name } };
  }
}
