import { AuditPageResponse, AuditQuery, type Language } from '@countersign/contract';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { listAudit } from './list-audit.ts';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly db: Database) {}

  @May('seeAudit')
  @Get()
  @ApiOperation({ summary: 'Who signed in, appointed, revealed, downloaded: everything beside the acts on referrals' })
  @ApiOkResponse({ type: AuditPageResponse })
  list(
    @Who() who: Caller,
    @Query() query: AuditQuery,
    @ReaderLanguage() language: Language,
  ): Promise<AuditPageResponse> {
    return listAudit(this.db, who, query, language);
  }
}
