import {
  FindReferralsRequest,
  ReferralsQuery,
  WorklistQuery,
  WorklistChanged,
  WorklistCountsResponse,
  WorklistPageResponse,
  ReferralsPageResponse,
  type Language,
} from '@countersign/contract';
import { Body, Controller, Get, Header, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { Who } from '../identity/guard.ts';
import { Secrets } from '../secrets/secrets.ts';
import { countWorklists } from './count-worklist.ts';
import { findReferrals } from './find-referrals.ts';
import { listAwaiting } from './list-awaiting.ts';
import { listInvolved } from './list-involved.ts';
import { listReferrals } from './list-referrals.ts';
import { LiveWorklists } from './live-worklists.ts';
import { searchReferrals } from './search-referrals.ts';

const none = { count: 0, more: false };
const streamExample = [
  'retry: 3000',
  `event: counts\ndata: ${JSON.stringify({
    awaiting: { count: 1, more: false, emergency: none, urgent: { count: 1, more: false }, routine: none },
    done: none,
    started: none,
    copied: none,
  } satisfies WorklistCountsResponse)}`,
  'event: changed\ndata: {"referralId":"0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73","version":6}',
  ':',
  'event: signedOut\ndata: {}',
  '',
].join('\n\n');

@ApiTags('worklist')
@Controller()
export class WorklistController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly live: LiveWorklists,
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
  async counts(@Who() { institution, person }: Caller): Promise<WorklistCountsResponse> {
    return (await countWorklists(this.db, institution.id, [person])).get(person.id)!;
  }

  /** What changes in the worklist, as it changes. Open until the session ends or the page goes. */
  @Get('worklist/stream')
  @Header('X-Accel-Buffering', 'no')
  @Header('Cache-Control', 'no-store, no-transform')
  @ApiExtraModels(WorklistChanged)
  @ApiOkResponse({
    description: 'Server-sent events (HTML standard), each with JSON as its data.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: streamExample } },
  })
  stream(@Who() caller: Caller): StreamableFile {
    return new StreamableFile(this.live.open(caller), { type: 'text/event-stream; charset=utf-8' });
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
