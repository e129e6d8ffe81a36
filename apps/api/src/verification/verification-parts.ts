import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { LetterKeys } from '../letter-keys/letter-keys.ts';
import { Secrets } from '../secrets/secrets.ts';
import { CodeAttempts } from './code-attempts.ts';

/** What the use cases here work with, whether a page or a program asks. */
@Injectable()
export class VerificationParts {
  constructor(
    readonly db: Database,
    readonly clock: Clock,
    readonly secrets: Secrets,
    readonly keys: LetterKeys,
    readonly attempts: CodeAttempts,
  ) {}
}
