import { ChangePhraseRequest, CreatePhraseRequest, PhraseResponse, PhrasesResponse } from '@countersign/contract';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, once, type RequestKey } from '../database/once.ts';
import { PathId } from '../http/path-id.ts';
import type { Caller } from '../identity/caller.ts';
import { Who } from '../identity/guard.ts';
import { changePhrase, deletePhrase } from './change-phrase.ts';
import { createPhrase } from './create-phrase.ts';
import { listPhrases } from './list-phrases.ts';

@ApiTags('phrases')
@Controller('phrases')
export class PhrasesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: "Stock phrases for opinions: the institution's and my own" })
  @ApiOkResponse({ type: PhrasesResponse })
  list(@Who() who: Caller): Promise<PhrasesResponse> {
    return listPhrases(this.db, who);
  }

  @Post()
  @ApiOperation({ summary: 'Keep a phrase, for me or for the institution' })
  @ApiCreatedResponse({ type: PhraseResponse })
  create(@Who() who: Caller, @Once() key: RequestKey, @Body() body: CreatePhraseRequest): Promise<PhraseResponse> {
    const at = this.clock.now();
    return once(this.db, who, key, at, (tx) => createPhrase(tx, who, body, at));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Reword a phrase' })
  @ApiOkResponse({ type: PhraseResponse })
  change(@Who() who: Caller, @PathId() id: string, @Body() body: ChangePhraseRequest): Promise<PhraseResponse> {
    return this.db.transaction((tx) => changePhrase(tx, who, id, body, this.clock.now()));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a phrase' })
  @ApiNoContentResponse()
  delete(@Who() who: Caller, @PathId() id: string): Promise<void> {
    return this.db.transaction((tx) => deletePhrase(tx, who, id, this.clock.now()));
  }
}
