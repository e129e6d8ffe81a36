import {
  PeriodQuery,
  ReasonCountsResponse,
  StandingResponse,
  TurnaroundResponse,
  WaitingPageResponse,
  WaitingQuery,
  type Language,
} from '@countersign/contract';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { dispositionOf } from '../papers/paper-name.ts';
import { countReasons } from './count-reasons.ts';
import { exportOverview } from './export-overview.ts';
import { listWaiting } from './list-waiting.ts';
import { readStanding } from './read-standing.ts';
import { readTurnaround } from './read-turnaround.ts';
import { WorkbookThread } from './workbook-thread.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@ApiTags('overview')
@Controller('overview')
export class OverviewController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly thread: WorkbookThread,
  ) {}

  @May('seeOverview')
  @Get('standing')
  @ApiOkResponse({ type: StandingResponse })
  standing(@Who() caller: Caller, @ReaderLanguage() language: Language): Promise<StandingResponse> {
    return readStanding(this.db, caller, language, this.clock.now());
  }

  @May('seeOverview')
  @Get('waiting')
  @ApiOkResponse({ type: WaitingPageResponse })
  waiting(
    @Who() caller: Caller,
    @Query() query: WaitingQuery,
    @ReaderLanguage() language: Language,
  ): Promise<WaitingPageResponse> {
    return listWaiting(this.db, caller, query, language, this.clock.now());
  }

  @May('seeOverview')
  @Get('turnaround')
  @ApiOkResponse({ type: TurnaroundResponse })
  turnaround(
    @Who() caller: Caller,
    @Query() query: PeriodQuery,
    @ReaderLanguage() language: Language,
  ): Promise<TurnaroundResponse> {
    return readTurnaround(this.db, caller, query, language, this.clock.now());
  }

  @May('seeOverview')
  @Get('reasons')
  @ApiOkResponse({ type: ReasonCountsResponse })
  reasons(
    @Who() caller: Caller,
    @Query() query: PeriodQuery,
    @ReaderLanguage() language: Language,
  ): Promise<ReasonCountsResponse> {
    return countReasons(this.db, caller, query, language, this.clock.now());
  }

  /** What leaves the system is for those who answer for it. */
  @May('exportOverview')
  @Get('export.xlsx')
  @ApiOkResponse({ description: 'The workbook.', content: { [xlsx]: { schema: { type: 'string', format: 'binary' } } } })
  async export(
    @Who() caller: Caller,
    @Query() query: PeriodQuery,
    @ReaderLanguage() language: Language,
  ): Promise<StreamableFile> {
    const { name, content } = await exportOverview(this.db, this.thread, caller, query, language, this.clock.now());
    return new StreamableFile(content, { type: xlsx, length: content.byteLength, disposition: dispositionOf(name, 'attachment') });
  }
}
