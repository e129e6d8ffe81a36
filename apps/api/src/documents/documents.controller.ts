import { documentKindWords, DocumentResponse, DocumentsResponse, MakeDocumentRequest } from '@countersign/contract';
import { Body, Controller, Get, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, type RequestKey } from '../database/once.ts';
import { NoBody } from '../http/no-body.ts';
import { PathId } from '../http/path-id.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { dispositionOf } from '../papers/paper-name.ts';
import { DocumentMaker } from './document-maker.ts';
import { DocumentStore } from './document-store.ts';
import { DrawingThreads } from './drawing-threads.ts';
import { makeDocument, type Making } from './make-document.ts';
import { downloadDocument, listDocuments } from './read-documents.ts';
import { reprintDocument } from './reprint-document.ts';

@ApiTags('documents')
@Controller()
export class DocumentsController {
  private readonly making: Making;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly store: DocumentStore,
    maker: DocumentMaker,
    threads: DrawingThreads,
  ) {
    this.making = { db, clock, maker, threads };
  }

  @Get('referrals/:id/documents')
  @ApiOkResponse({ type: DocumentsResponse })
  list(@Who() caller: Caller, @PathId() id: string): Promise<DocumentsResponse> {
    return listDocuments(this.db, caller, id);
  }

  @Post('referrals/:id/documents')
  @ApiCreatedResponse({ type: DocumentResponse })
  async make(
    @Who() caller: Caller,
    @Once() key: RequestKey,
    @PathId() id: string,
    @Body() { kind }: MakeDocumentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentResponse> {
    return located(reply, await makeDocument(this.making, caller, key, id, kind));
  }

  @Get('documents/:id/content')
  @ApiOkResponse({
    description: 'The PDF.',
    content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
  })
  async download(
    @Who() caller: Caller,
    @PathId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { document, content } = await downloadDocument(this.db, this.store, caller, id, this.clock.now());
    void reply.headers({
      ETag: `"${document.digest}"`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      // It is shown in place, by our own pages too. Not sandboxed: browsers show no PDF in a sandbox.
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      'X-Frame-Options': 'SAMEORIGIN',
    });
    const copy = document.copy > 1 ? ` 补打第${document.copy}份` : '';
    const name = `${documentKindWords[document.kind]['zh-CN']} ${document.letter_no ?? document.number}${copy}.pdf`;
    return new StreamableFile(content, {
      type: 'application/pdf',
      length: content.length,
      disposition: dispositionOf(name, 'inline'),
    });
  }

  @May('reprintDocuments')
  @NoBody()
  @Post('documents/:id/reprint')
  @ApiCreatedResponse({ type: DocumentResponse })
  async reprint(
    @Who() caller: Caller,
    @Once() key: RequestKey,
    @PathId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentResponse> {
    return located(reply, await reprintDocument(this.making, caller, key, id));
  }
}

function located(reply: FastifyReply, document: DocumentResponse): DocumentResponse {
  void reply.header('Location', `/api/v1/documents/${document.id}/content`);
  return document;
}
