import {
  DiagnosesQuery,
  DiagnosesResponse,
  HospitalsQuery,
  HospitalsResponse,
  type Language,
} from '@countersign/contract';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { Who } from '../identity/guard.ts';
import { searchDiagnoses } from './search-diagnoses.ts';
import { searchHospitals } from './search-hospitals.ts';

/** What a referral names by a code: for whoever writes one. */
@ApiTags('directory')
@Controller()
export class DirectoryController {
  constructor(private readonly db: Database) {}

  @Get('diagnoses')
  @ApiOperation({ summary: 'Diagnoses by code, any part of the name, or its pinyin initials; the best matches first' })
  @ApiOkResponse({ type: DiagnosesResponse })
  diagnoses(@Who() who: Caller, @Query() query: DiagnosesQuery): Promise<DiagnosesResponse> {
    return searchDiagnoses(this.db, who, query);
  }

  @Get('hospitals')
  @ApiOperation({ summary: 'Hospitals to refer to, by code, any part of the name, or its pinyin initials; the best matches first' })
  @ApiOkResponse({ type: HospitalsResponse })
  hospitals(@Who() who: Caller, @Query() query: HospitalsQuery, @ReaderLanguage() language: Language): Promise<HospitalsResponse> {
    return searchHospitals(this.db, who, query, language);
  }
}
