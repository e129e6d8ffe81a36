import { PaperResponse, PapersResponse, paperTypes, UploadPaperRequest } from '@countersign/contract';
import { Controller, Delete, Get, HttpCode, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { PathId } from '../http/path-id.ts';
import type { Caller } from '../identity/caller.ts';
import { Who } from '../identity/guard.ts';
import { deletePaper } from './delete-paper.ts';
import { dispositionOf } from './paper-name.ts';
import { PaperStore } from './paper-store.ts';
import { downloadPaper, listPapers, showPaper } from './read-papers.ts';
import { uploadPaper } from './upload-paper.ts';

@ApiTags('papers')
@Controller()
export class PapersController {
  constructor(
    private readonly db: Database,
    private readonly store: PaperStore,
    private readonly clock: Clock,
  ) {}

  /** Takes in one paper: a PDF, JPEG or PNG by its content, of 20 MB at most. */
  @Post('papers')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadPaperRequest })
  @ApiCreatedResponse({ type: PaperResponse })
  async upload(
    @Who() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaperResponse> {
    const paper = await uploadPaper(this.db, this.store, this.clock, caller, request);
    void reply.header('Location', `/api/v1/papers/${paper.id}`);
    return paper;
  }

  @Get('papers/:id')
  @ApiOkResponse({ type: PaperResponse })
  show(@Who() caller: Caller, @PathId() id: string): Promise<PaperResponse> {
    return showPaper(this.db, caller, id);
  }

  /** The bytes of a paper; every download is recorded. */
  @Get('papers/:id/content')
  @ApiOkResponse({
    description: 'The bytes, in the media type of the paper.',
    content: Object.fromEntries(paperTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
  })
  async download(
    @Who() caller: Caller,
    @PathId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { paper, content } = await downloadPaper(this.db, this.store, caller, id, this.clock.now());
    void reply.headers({
      ETag: `"${paper.digest}"`,
      'Cache-Control': 'private, no-store',
      // What people upload is shown as what it is, and nothing in it runs.
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
    return new StreamableFile(content, {
      type: paper.mediaType,
      length: paper.size,
      disposition: dispositionOf(paper.name),
    });
  }

  /** Deletes a paper of one's own that no referral has. */
  @Delete('papers/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  delete(@Who() caller: Caller, @PathId() id: string): Promise<void> {
    return deletePaper(this.db, this.store, caller, id, this.clock.now());
  }

  /** The papers of a referral. */
  @Get('referrals/:id/papers')
  @ApiOkResponse({ type: PapersResponse })
  async list(@Who() caller: Caller, @PathId() id: string): Promise<PapersResponse> {
    return { items: await listPapers(this.db, caller, id) };
  }
}
