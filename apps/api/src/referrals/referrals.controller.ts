import {
  CommentRequest,
  CopyToRequest,
  DeclineRequest,
  FillInRequest,
  InformRequest,
  isId,
  IssueLetterRequest,
  languageFor,
  RecallRequest,
  RejectRequest,
  ReleaseFormRequest,
  RemindRequest,
  ReplaceLetterRequest,
  ReportRequest,
  ReturnRequest,
  SignManyRequest,
  SignOnPaperRequest,
  SignRequest,
  VoidRequest,
  WithdrawRequest,
  FormVersionsResponse,
  HandOverRequest,
  HistoryResponse,
  ReferralShown,
  RevealedContent,
  SignManyResponse,
  type ReferralSummary,
} from '@countersign/contract';
import type { OfferedAct } from '@countersign/policy';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { claimKey, Once, type RequestKey } from '../database/once.ts';
import type { Caller, Credential } from '../identity/caller.ts';
import { Acting, Who, With } from '../identity/guard.ts';
import { NoBody } from '../http/no-body.ts';
import { PaperScanner } from '../papers/paper-scanner.ts';
import { Problem } from '../problems/problem.ts';
import { Secrets } from '../secrets/secrets.ts';
import { comment } from './acts/comment.ts';
import { copyTo } from './acts/copy-to.ts';
import { decline } from './acts/decline.ts';
import { handOver } from './acts/hand-over.ts';
import { inform } from './acts/inform.ts';
import { issueLetter } from './acts/issue-letter.ts';
import { recall } from './acts/recall.ts';
import { reject } from './acts/reject.ts';
import { releaseForm } from './acts/release-form.ts';
import { remind } from './acts/remind.ts';
import { replaceLetter } from './acts/replace-letter.ts';
import { returnForCorrection } from './acts/return-for-correction.ts';
import { signOnPaper } from './acts/sign-on-paper.ts';
import { voidLetter } from './acts/void-letter.ts';
import { withdraw } from './acts/withdraw.ts';
import { history } from './history.ts';
import { listForms } from './list-forms.ts';
import { Asked } from './asked.ts';
import { etagOf } from './if-match.ts';
import type { ActRequest, Recipe } from './perform.ts';
import { ReferralActs } from './referral-acts.ts';
import { requireReferral } from './require-referral.ts';
import { reveal } from './reveal.ts';
import { showReferral } from './show-referral.ts';
import { signMany } from './sign-many.ts';

/** One verb, one endpoint. Every act answers with the referral as it leaves it, and its new ETag. */
@ApiTags('referrals')
@Controller('referrals')
export class ReferralsController {
  constructor(
    private readonly acts: ReferralActs,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly scanner: PaperScanner,
  ) {}

  @Post()
  @Acting()
  async report(
    @With() credential: Credential,
    @Once() key: RequestKey,
    @Body() request: ReportRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferralSummary> {
    const referral = await this.acts.report(credential, key, request);
    void reply.header('Location', `/api/v1/referrals/${referral.id}`);
    return this.withEtag(reply, referral);
  }

  /** Up to 100 signatures in one request, each its own act and answered by itself. */
  @Post('sign')
  @HttpCode(200)
  @ApiOkResponse({ type: SignManyResponse })
  async signMany(
    @Who() caller: Caller,
    @With() credential: Credential,
    @Once() key: RequestKey,
    @Body() request: SignManyRequest,
    @Req() { id, headers }: FastifyRequest,
  ): Promise<SignManyResponse> {
    const language = languageFor(headers['accept-language']);
    const { db, clock, acts } = this;
    return { results: await signMany({ db, clock, acts }, caller, credential, key, request, language, id) };
  }

  @Get(':id')
  @ApiOkResponse({ type: ReferralShown })
  async show(
    @Who() caller: Caller,
    @Param('id') id: string,
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferralShown> {
    if (!isId(id)) throw new Problem('notFound', {});
    const now = this.clock.now();
    const referral = await showReferral(this.db, this.secrets, this.scanner, caller, id, languageFor(language), now);
    void reply.header('ETag', etagOf(referral.version));
    return referral;
  }

  @Get(':id/history')
  @ApiOkResponse({ type: HistoryResponse })
  async history(
    @Who() caller: Caller,
    @Param('id') id: string,
    @Headers('accept-language') language: string | undefined,
  ): Promise<HistoryResponse> {
    return { entries: await history(this.db, caller, id, languageFor(language)) };
  }

  @Get(':id/forms')
  @ApiOkResponse({ type: FormVersionsResponse })
  async forms(@Who() caller: Caller, @Param('id') id: string): Promise<FormVersionsResponse> {
    return { versions: await listForms(this.db, this.secrets, caller, id) };
  }

  @NoBody()
  @Post(':id/reveal')
  @HttpCode(200)
  @ApiOkResponse({ type: RevealedContent })
  async reveal(@Who() caller: Caller, @Once() key: RequestKey, @Param('id') id: string): Promise<RevealedContent> {
    await requireReferral(this.db, caller, id);
    const at = this.clock.now();
    // No copy of the numbers is kept: a repetition looks again, and is recorded again.
    await claimKey(this.db, caller, key, at);
    return this.db.transaction((tx) => reveal(tx, this.secrets, caller, id, at));
  }

  @Post(':id/inform')
  @Acting()
  @HttpCode(200)
  inform(@Asked() asked: ActRequest, @Body() request: InformRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.perform(asked, inform(request), reply);
  }

  @Post(':id/decline')
  @Acting()
  @HttpCode(200)
  decline(@Asked() asked: ActRequest, @Body() request: DeclineRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.perform(asked, decline(request), reply);
  }

  @Post(':id/releaseForm')
  @Acting()
  @HttpCode(200)
  releaseForm(
    @Asked() asked: ActRequest,
    @Body() request: ReleaseFormRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.perform(asked, releaseForm(request, this.secrets), reply);
  }

  @Post(':id/fillIn')
  @Acting()
  @HttpCode(200)
  async fillIn(
    @Asked() asked: ActRequest,
    @Body() request: FillInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferralSummary> {
    return this.withEtag(reply, await this.acts.fillIn(asked, request));
  }

  @Post(':id/sign')
  @Acting()
  @HttpCode(200)
  async sign(
    @Asked() asked: ActRequest,
    @Body() request: SignRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferralSummary> {
    return this.withEtag(reply, await this.acts.sign(asked, request));
  }

  @Post(':id/signOnPaper')
  @Acting()
  @HttpCode(200)
  signOnPaper(
    @Asked() asked: ActRequest,
    @Body() request: SignOnPaperRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.perform(asked, signOnPaper(request), reply);
  }

  @Post(':id/returnForCorrection')
  @Acting()
  @HttpCode(200)
  returnForCorrection(
    @Asked() asked: ActRequest,
    @Body() request: ReturnRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.perform(asked, returnForCorrection(request), reply);
  }

  @Post(':id/reject')
  @Acting()
  @HttpCode(200)
  reject(@Asked() asked: ActRequest, @Body() request: RejectRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.perform(asked, reject(request), reply);
  }

  @Post(':id/withdraw')
  @Acting()
  @HttpCode(200)
  withdraw(
    @Asked() asked: ActRequest,
    @Body() request: WithdrawRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.perform(asked, withdraw(request), reply);
  }

  @Post(':id/recall')
  @Acting()
  @HttpCode(200)
  recall(@Asked() asked: ActRequest, @Body() request: RecallRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.perform(asked, recall(request, this.secrets), reply);
  }

  @Post(':id/remind')
  @Acting()
  @HttpCode(200)
  remind(@Asked() asked: ActRequest, @Body() request: RemindRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.perform(asked, remind(request), reply);
  }

  @Post(':id/comment')
  @Acting()
  @HttpCode(200)
  comment(@Asked() asked: ActRequest, @Body() request: CommentRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.perform(asked, comment(request), reply);
  }

  @Post(':id/copyTo')
  @Acting()
  @HttpCode(200)
  copyTo(@Asked() asked: ActRequest, @Body() request: CopyToRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.perform(asked, copyTo(request), reply);
  }

  @Post(':id/issueLetter')
  @Acting()
  @HttpCode(200)
  issueLetter(
    @Asked() asked: ActRequest,
    @Body() request: IssueLetterRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.perform(asked, issueLetter(request), reply);
  }

  @Post(':id/replaceLetter')
  @Acting()
  @HttpCode(200)
  replaceLetter(
    @Asked() asked: ActRequest,
    @Body() request: ReplaceLetterRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.perform(asked, replaceLetter(request), reply);
  }

  @Post(':id/handOver')
  @Acting()
  @HttpCode(200)
  handOver(
    @Asked() asked: ActRequest,
    @Body() request: HandOverRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.perform(asked, handOver(request, this.secrets), reply);
  }

  @Post(':id/void')
  @Acting()
  @HttpCode(200)
  void(@Asked() asked: ActRequest, @Body() request: VoidRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.perform(asked, voidLetter(request), reply);
  }

  private async perform<A extends OfferedAct, X>(asked: ActRequest, recipe: Recipe<A, X>, reply: FastifyReply) {
    return this.withEtag(reply, await this.acts.perform(asked, recipe));
  }

  private withEtag(reply: FastifyReply, referral: ReferralSummary): ReferralSummary {
    void reply.header('ETag', etagOf(referral.version));
    return referral;
  }
}
