import {
  FindReferralsRequest,
  ReferralsQuery,
  WorklistQuery,
  WorklistCountsResponse,
  WorklistPageResponse,
  ReferralsPageResponse,
  type Language,
} from '@countersign/contract';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { Who } from '../identity/guard.ts';
import { Secrets } from '../secrets/secrets.ts';
import { countWorklist } from './count-worklist.ts';
import { findReferrals } from './find-referrals.ts';
import { listAwaiting } from './list-awaiting.ts';
import { listInvolved } from './list-involved.ts';
import { listReferrals } from './list-referrals.ts';
import { searchReferrals } from './search-referrals.ts';

@ApiTags('worklist')
@Controller()
export class WorklistController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** What awaits the caller, or what they did, started or were copied on. */
  @Get('worklist')
  @ApiOkResponse({ type: WorklistPageResponse })
  list(
    @Who() caller: Caller,
    @Query() query: WorklistQuery,
    @ReaderLanguage() language: Language,
  ): Promise<WorklistPageResponse> {
    const { box = 'awaiting' } = query;
    const now = this.clock.now();
    return box === 'awaiting'
      ? listAwaiting(this.db, caller, query, language, now)
      : listInvolved(this.db, caller, box, query, language, now);
  }

  /** How much is in each box. */
  @Get('worklist/counts')
  @ApiOkResponse({ type: WorklistCountsResponse })
  counts(@Who() caller: Caller): Promise<WorklistCountsResponse> {
    return countWorklist(this.db, caller);
  }

  /** Every referral that the caller may see, or those found by the beginning of a name or number. */
  @Get('referrals')
  @ApiOkResponse({ type: ReferralsPageResponse })
  referrals(
    @Who() caller: Caller,
    @Query() query: ReferralsQuery,
    @ReaderLanguage() language: Language,
  ): Promise<ReferralsPageResponse> {
    const { search } = query;
    return search === undefined
      ? listReferrals(this.db, caller, query, language)
      : searchReferrals(this.db, caller, { ...query, search }, language);
  }
  /** By ID card. A POST that only reads: an ID number belongs into no address. */
  @Post('referrals/find')
  @HttpCode(200)
  @ApiOkResponse({ type: ReferralsPageResponse })
  find(
    @Who() caller: Caller,
    @Body() request: FindReferralsRequest,
    @ReaderLanguage() language: Language,
  ): Promise<ReferralsPageResponse> {
    return findReferrals(this.db, this.secrets, caller, request, language, this.clock.now());
  }
}
