import { PaperContentQuery, PaperResponse, PapersResponse, paperTypes, UploadPaperRequest } from '@countersign/contract';
import { Controller, Delete, Get, HttpCode, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { PathId } from '../http/path-id.ts';
import type { Caller } from '../identity/caller.ts';
import { Who } from '../identity/guard.ts';
import { deletePaper } from './delete-paper.ts';
import { harmless } from './harmless.ts';
import { dispositionOf } from './paper-name.ts';
import { PaperScanner } from './paper-scanner.ts';
import { PaperStore } from './paper-store.ts';
import { listPapers, openPaper, showPaper, showThumbnail } from './read-papers.ts';
import { Thumbnails } from './thumbnails.ts';
import { uploadPaper } from './upload-paper.ts';

const bytes = { schema: { type: 'string', format: 'binary' } };

@ApiTags('papers')
@Controller()
export class PapersController {
  constructor(
    private readonly db: Database,
    private readonly store: PaperStore,
    private readonly scanner: PaperScanner,
    private readonly thumbnails: Thumbnails,
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
    const paper = await uploadPaper(this.db, this.store, this.scanner, this.clock, caller, request);
    void reply.header('Location', `/api/v1/papers/${paper.id}`);
    return paper;
  }

  @Get('papers/:id')
  @ApiOkResponse({ type: PaperResponse })
  show(@Who() caller: Caller, @PathId() id: string): Promise<PaperResponse> {
    return showPaper(this.db, this.scanner, caller, id);
  }

  /** The bytes of a paper, to be saved or shown in place; both are recorded. */
  @Get('papers/:id/content')
  @ApiOkResponse({
    description: 'The bytes, in the media type of the paper.',
    content: Object.fromEntries(paperTypes.map((type) => [type, bytes])),
  })
  async content(
    @Who() caller: Caller,
    @PathId() id: string,
    @Query() { inline = false }: PaperContentQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const way = inline ? 'paperViewed' : 'paperDownloaded';
    const at = this.clock.now();
    const { paper, content } = await openPaper(this.db, this.store, this.scanner, caller, id, way, at);
    void reply.headers({ ...harmless(inline), ETag: `"${paper.digest}"` });
    return new StreamableFile(content, {
      type: paper.mediaType,
      length: paper.size,
      disposition: dispositionOf(paper.name, inline ? 'inline' : 'attachment'),
    });
  }

  /** A small picture of a paper or of its first page, at most 320 pixels wide and high. */
  @Get('papers/:id/thumbnail')
  @ApiOkResponse({ description: 'A picture.', content: { 'image/png': bytes } })
  async thumbnail(
    @Who() caller: Caller,
    @PathId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const at = this.clock.now();
    const png = await showThumbnail(this.db, this.thumbnails, this.scanner, caller, id, at);
    void reply.headers(harmless(true));
    return new StreamableFile(png, { type: 'image/png', length: png.length });
  }

  /** Deletes a paper of one's own that no referral has. */
  @Delete('papers/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  delete(@Who() caller: Caller, @PathId() id: string): Promise<void> {
    return deletePaper(this.db, this.store, this.thumbnails, caller, id, this.clock.now());
  }

  /** The papers of a referral. */
  @Get('referrals/:id/papers')
  @ApiOkResponse({ type: PapersResponse })
  async list(@Who() caller: Caller, @PathId() id: string): Promise<PapersResponse> {
    return { items: await listPapers(this.db, this.scanner, caller, id) };
  }
}
