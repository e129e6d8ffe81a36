import { randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { Problem } from '../problems/problem.ts';

/** What a hash costs: argon2id with 19 MiB, 2 passes, 1 lane (OWASP, Password Storage Cheat Sheet, 2025). */
@Injectable()
export class PasswordCost {
  readonly memoryCost: number = 19_456;
  readonly timeCost: number = 2;
  readonly parallelism: number = 1;
}

/** One person's é may be one character or two: both are the same password (NIST SP 800-63B, section 3.1.1.2). */
const normal = (password: string): string => password.normalize('NFKC');

@Injectable()
export class Passwords {
  private nobody: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost) {}

  /** argon2id, the default of this library, in the PHC format that names its own cost. */
  hash(password: string): Promise<string> {
    const { memoryCost, timeCost, parallelism } = this.cost;
    return hash(normal(password), { memoryCost, timeCost, parallelism });
  }

  verify(hashed: string, password: string): Promise<boolean> {
    return verify(hashed, normal(password));
  }

  /** Takes as long as for somebody who exists, so that timing does not tell who does. */
  async verifyNobody(password: string): Promise<void> {
    this.nobody ??= this.hash(randomBytes(32).toString('base64url'));
    await this.verify(await this.nobody, password);
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
