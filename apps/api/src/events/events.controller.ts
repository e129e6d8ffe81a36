import { EventsPageResponse, EventsQuery, type Language } from '@countersign/contract';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { listEvents } from './list-events.ts';

@ApiTags('audit')
@Controller('events')
export class EventsController {
  constructor(private readonly db: Database) {}

  @May('inspect')
  @Get()
  @ApiOkResponse({ type: EventsPageResponse })
  list(
    @Who() caller: Caller,
    @Query() query: EventsQuery,
    @ReaderLanguage() language: Language,
  ): Promise<EventsPageResponse> {
    return listEvents(this.db, caller, query, language);
  }
}
