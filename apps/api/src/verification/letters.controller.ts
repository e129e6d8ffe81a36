import {
  LetterVerdictResponse,
  ReportArrivalRequest,
  ReportOutcomeRequest,
  ReturnSlipResponse,
  VerifyLetterRequest,
  type Language,
} from '@countersign/contract';
import { Body, Controller, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ReaderLanguage } from '../http/reader-language.ts';
import { Public } from '../identity/guard.ts';
import { describeVerdict } from './describe-verdict.ts';
import { floodLimit } from './flood-limit.ts';
import { reportArrival, reportOutcome } from './report-slip.ts';
import { VerificationParts } from './verification-parts.ts';
import { verifyLetter } from './verify-letter.ts';

/** For whoever holds a letter: no account, and no more than the letter itself shows. */
@ApiTags('letters')
@Public()
@Controller('letters')
export class LettersController {
  constructor(private readonly parts: VerificationParts) {}

  /** What a letter is worth at this moment. */
  @Post('verify')
  @HttpCode(200)
  @RouteConfig({ rateLimit: floodLimit })
  @ApiOkResponse({ type: LetterVerdictResponse })
  async verify(@Body() { token }: VerifyLetterRequest, @ReaderLanguage() language: Language): Promise<LetterVerdictResponse> {
    return describeVerdict(await verifyLetter(this.parts, token), language);
  }

  /** The receiving hospital reports that the patient has arrived. */
  @Post('arrival')
  @HttpCode(200)
  @RouteConfig({ rateLimit: floodLimit })
  @ApiOkResponse({ type: ReturnSlipResponse })
  arrival(@Body() body: ReportArrivalRequest, @Ip() address: string): Promise<ReturnSlipResponse> {
    return reportArrival(this.parts, body, address);
  }

  /** The receiving hospital reports what became of the patient. */
  @Post('outcome')
  @HttpCode(200)
  @RouteConfig({ rateLimit: floodLimit })
  @ApiOkResponse({ type: ReturnSlipResponse })
  outcome(@Body() body: ReportOutcomeRequest, @Ip() address: string): Promise<ReturnSlipResponse> {
    return reportOutcome(this.parts, body, address);
  }
}
