import { randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { Problem } from '../problems/problem.ts';

/** What a hash costs: argon2id with 19 MiB, 2 passes, 1 lane (OWASP, Password Storage Cheat Sheet, 2025). */
const dear = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const dearPrefix = `$argon2id$v=19$m=${dear.memoryCost},t=${dear.timeCost},p=${dear.parallelism}$`;

/** Enough for a password that this software drew itself: 79 random bits are beyond guessing at any speed. */
const cheap = { memoryCost: 1_024, timeCost: 1, parallelism: 1 };

/** One person's é may be one character or two: both are the same password (NIST SP 800-63B, section 3.1.1.2). */
const normal = (password: string): string => password.normalize('NFKC');

@Injectable()
export class Passwords {
  private nobody: Promise<string> | undefined;

  /** argon2id, the default of this library, in the PHC format that names its own cost. */
  hash(password: string): Promise<string> {
    return hash(normal(password), dear);
  }

  /** For `newInitialPassword` alone. An import draws thousands of them. */
  hashInitial(password: string): Promise<string> {
    return hash(normal(password), cheap);
  }

  async verify(hashed: string, password: string): Promise<boolean> {
    const isRight = verify(hashed, normal(password));
    // A cheap hash must not tell by its speed who never signed in yet.
    if (!hashed.startsWith(dearPrefix)) await this.verifyNobody(password);
    return isRight;
  }

  /** Takes as long as for somebody who exists, so that timing does not tell who does. */
  async verifyNobody(password: string): Promise<void> {
    this.nobody ??= this.hash(randomBytes(32).toString('base64url'));
    await verify(await this.nobody, normal(password));
  }
}

/** 16 characters that nobody mixes up when they read them off a slip of paper: 79 bits. */
export function newInitialPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

export function refuseWeak(password: string, username: string): void {
  const characters = [...normal(password)];
  const named = username.length >= 3 && normal(password).toLowerCase().includes(username);
  if (characters.length < 12 || new Set(characters).size < 4 || named) throw new Problem('passwordTooWeak', {});
}
