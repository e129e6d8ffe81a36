import { ChangeInstitutionRequest, InstitutionResponse } from '@countersign/contract';
import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { changeInstitution } from './change-institution.ts';

@ApiTags('institutions')
@Controller('institution')
export class InstitutionsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My institution and what it decided for itself' })
  @ApiOkResponse({ type: InstitutionResponse })
  read(@Who() who: Caller): InstitutionResponse {
    return who.institution;
  }

  @May('administer')
  @Patch()
  @ApiOperation({ summary: 'Change the name or the settings of my institution' })
  @ApiOkResponse({ type: InstitutionResponse })
  change(@Who() who: Caller, @Body() body: ChangeInstitutionRequest): Promise<InstitutionResponse> {
    return this.db.transaction((tx) => changeInstitution(tx, who, body, this.clock.now()));
  }
}
