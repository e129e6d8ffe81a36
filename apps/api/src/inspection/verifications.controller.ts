import { LogVerificationResponse, LogVerificationsPageResponse, LogVerificationsQuery, type Language } from '@countersign/contract';
import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, type RequestKey } from '../database/once.ts';
import { NoBody } from '../http/no-body.ts';
import { PathId } from '../http/path-id.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { askForVerification } from './ask-for-verification.ts';
import { LogVerifier } from './log-verifier.ts';
import { listVerifications, showVerification } from './read-verifications.ts';

/** Verifications of all logs; one of a single referral is at the referral. */
@ApiTags('inspection')
@May('inspect')
@Controller('verifications')
export class VerificationsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly verifier: LogVerifier,
  ) {}

  @Post()
  @NoBody()
  @ApiCreatedResponse({ type: LogVerificationResponse })
  async ask(
    @Who() caller: Caller,
    @Once() key: RequestKey,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LogVerificationResponse> {
    const verification = await askForVerification(this.db, caller, key, language, this.clock.now());
    this.verifier.wake();
    void reply.header('Location', `/api/v1/verifications/${verification.id}`);
    return verification;
  }

  @Get()
  @ApiOkResponse({ type: LogVerificationsPageResponse })
  list(
    @Who() caller: Caller,
    @Query() query: LogVerificationsQuery,
    @ReaderLanguage() language: Language,
  ): Promise<LogVerificationsPageResponse> {
    return listVerifications(this.db, caller, query, language);
  }

  @Get(':id')
  @ApiOkResponse({ type: LogVerificationResponse })
  show(@Who() caller: Caller, @PathId() id: string, @ReaderLanguage() language: Language): Promise<LogVerificationResponse> {
    return showVerification(this.db, caller, id, language);
  }
}
