import {
  SetSubstituteRequest,
  SubstituteResponse,
  SubstitutesPageResponse,
  SubstitutesQuery,
  type Language,
} from '@countersign/contract';
import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, once, type RequestKey } from '../database/once.ts';
import { PathId } from '../http/path-id.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { Who } from '../identity/guard.ts';
import { listSubstitutes } from './list-substitutes.ts';
import { revokeSubstitute } from './revoke-substitute.ts';
import { setSubstitute } from './set-substitute.ts';

@ApiTags('people')
@Controller('substitutes')
export class SubstitutesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who acts for whom: all warrants for the insurance office, my own for everybody else' })
  @ApiOkResponse({ type: SubstitutesPageResponse })
  list(
    @Who() who: Caller,
    @Query() query: SubstitutesQuery,
    @ReaderLanguage() language: Language,
  ): Promise<SubstitutesPageResponse> {
    return listSubstitutes(this.db, who, query, language, this.clock.now());
  }

  @Post()
  @ApiOperation({ summary: 'Let somebody act for me, or as the insurance office for another, by a numbered warrant' })
  @ApiCreatedResponse({ type: SubstituteResponse })
  set(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Body() body: SetSubstituteRequest,
    @ReaderLanguage() language: Language,
  ): Promise<SubstituteResponse> {
    const at = this.clock.now();
    return once(this.db, who, key, at, (tx) => setSubstitute(tx, who, body, language, at));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a warrant before its time; it stays on record' })
  @ApiNoContentResponse()
  revoke(@Who() who: Caller, @PathId() id: string): Promise<void> {
    return this.db.transaction((tx) => revokeSubstitute(tx, who, id, this.clock));
  }
}
