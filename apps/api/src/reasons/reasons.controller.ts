import {
  ChangeReasonRequest,
  CreateReasonRequest,
  isCode,
  ReasonResponse,
  ReasonsQuery,
  ReasonsResponse,
} from '@countersign/contract';
import { reasonedActs, type ReasonedAct } from '@countersign/policy';
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, once, type RequestKey } from '../database/once.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { Problem } from '../problems/problem.ts';
import { changeReason } from './change-reason.ts';
import { createReason } from './create-reason.ts';
import { listReasons } from './list-reasons.ts';

const isReasoned = (act: string): act is ReasonedAct => (reasonedActs as readonly string[]).includes(act);

@ApiTags('reasons')
@Controller('reasons')
export class ReasonsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: "The institution's coded reasons" })
  @ApiOkResponse({ type: ReasonsResponse })
  list(@Who() who: Caller, @Query() query: ReasonsQuery): Promise<ReasonsResponse> {
    return listReasons(this.db, who, query);
  }

  @May('keepReasons')
  @Post()
  @ApiOperation({ summary: 'Add a reason to the list of an act' })
  @ApiCreatedResponse({ type: ReasonResponse })
  create(@Who() who: Caller, @Once() key: RequestKey, @Body() body: CreateReasonRequest): Promise<ReasonResponse> {
    const at = this.clock.now();
    return once(this.db, who, key, at, (tx) => createReason(tx, who, body, at));
  }

  @May('keepReasons')
  @Patch(':act/:code')
  @ApiOperation({ summary: 'Reword a reason, or take it out of the choice' })
  @ApiParam({ name: 'act', enum: reasonedActs })
  @ApiParam({ name: 'code', example: 'incomplete' })
  @ApiOkResponse({ type: ReasonResponse })
  change(
    @Who() who: Caller,
    @Param('act') act: string,
    @Param('code') code: string,
    @Body() body: ChangeReasonRequest,
  ): Promise<ReasonResponse> {
    if (!isReasoned(act) || !isCode(code)) throw new Problem('notFound', {});
    return this.db.transaction((tx) => changeReason(tx, who, { act, code }, body, this.clock.now()));
  }
}
