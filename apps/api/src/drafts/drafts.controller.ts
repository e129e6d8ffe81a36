import {
  BeginDraftRequest,
  DraftResponse,
  DraftSavedResponse,
  DraftsQuery,
  DraftsResponse,
  ReferralSummary,
  SaveDraftRequest,
  SubmitDraftRequest,
  type Language,
} from '@countersign/contract';
import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, type RequestKey } from '../database/once.ts';
import { PathId } from '../http/path-id.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller, Credential } from '../identity/caller.ts';
import { Who, With } from '../identity/guard.ts';
import { etagOf, IfMatch } from '../referrals/if-match.ts';
import { ReferralActs } from '../referrals/referral-acts.ts';
import { Secrets } from '../secrets/secrets.ts';
import { beginDraft } from './begin-draft.ts';
import { deleteDraft } from './delete-draft.ts';
import { listDrafts, showDraft } from './read-drafts.ts';
import { saveDraft } from './save-draft.ts';
import { submitDraft } from './submit-draft.ts';

@ApiTags('drafts')
@Controller('drafts')
export class DraftsController {
  constructor(
    private readonly db: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly acts: ReferralActs,
  ) {}

  /** Begins a draft of a report or of a form, however little of it is written yet. */
  @Post()
  @ApiCreatedResponse({ type: DraftSavedResponse })
  async begin(
    @Who() caller: Caller,
    @Once() key: RequestKey,
    @Body() request: BeginDraftRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftSavedResponse> {
    const draft = await beginDraft(this.db, this.secrets, this.clock, caller, key, request);
    void reply.header('Location', `/api/v1/drafts/${draft.id}`);
    return withEtag(reply, draft);
  }

  /** My drafts, newest first. */
  @Get()
  @ApiOkResponse({ type: DraftsResponse })
  async list(@Who() caller: Caller, @Query() query: DraftsQuery, @ReaderLanguage() language: Language): Promise<DraftsResponse> {
    return { items: await listDrafts(this.db, caller, query, language) };
  }

  /** A draft of mine, with all that was typed. */
  @Get(':id')
  @ApiOkResponse({ type: DraftResponse })
  async show(
    @Who() caller: Caller,
    @PathId() id: string,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftResponse> {
    return withEtag(reply, await showDraft(this.db, this.secrets, caller, id, language));
  }

  /** Saves what has been typed since. */
  @Put(':id')
  @ApiOkResponse({ type: DraftSavedResponse })
  async save(
    @Who() caller: Caller,
    @PathId() id: string,
    @IfMatch() version: number,
    @Body() request: SaveDraftRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftSavedResponse> {
    return withEtag(reply, await saveDraft(this.db, this.secrets, this.clock, caller, id, version, request));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  delete(@Who() caller: Caller, @PathId() id: string): Promise<void> {
    return deleteDraft(this.db, caller, id);
  }

  /** Reports the case, or fills in the form, by what the draft says; the draft ends with it. */
  @Post(':id/submit')
  @HttpCode(200)
  @ApiOkResponse({ type: ReferralSummary })
  async submit(
    @Who() caller: Caller,
    @With() credential: Credential,
    @Once() key: RequestKey,
    @PathId() id: string,
    @IfMatch() version: number,
    @Body() request: SubmitDraftRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferralSummary> {
    const referral = await submitDraft(this.db, this.acts, { caller, credential, key, id, version, request });
    void reply.header('Location', `/api/v1/referrals/${referral.id}`);
    return withEtag(reply, referral);
  }
}

function withEtag<T extends { version: number }>(reply: FastifyReply, answer: T): T {
  void reply.header('ETag', etagOf(answer.version));
  return answer;
}
