import { signatureImageTypes } from '@countersign/contract';
import { Controller, Delete, Get, HttpCode, Put, Res, StreamableFile } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Who } from '../identity/guard.ts';
import { DocumentStore } from './document-store.ts';
import { ImageBody, TakesImage, type SentImage } from './image-body.ts';
import { deleteSignatureImage, readSignatureImage, setSignatureImage } from './signature-image.ts';

@ApiTags('documents')
@Controller('session/signature-image')
export class SignatureImageController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly store: DocumentStore,
  ) {}

  @Get()
  @ApiOkResponse({
    description: 'The picture, without what else was in its file.',
    content: Object.fromEntries(signatureImageTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
  })
  async read(@Who() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const { digest, bytes, mediaType } = await readSignatureImage(this.db, this.store, caller);
    void reply.headers({
      ETag: `"${digest}"`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
    return new StreamableFile(bytes, { type: mediaType, length: bytes.length });
  }

  @Put()
  @HttpCode(204)
  @TakesImage()
  @ApiNoContentResponse()
  set(@Who() caller: Caller, @ImageBody() image: SentImage): Promise<void> {
    return setSignatureImage(this.db, this.store, caller, image, this.clock.now());
  }

  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse()
  delete(@Who() caller: Caller): Promise<void> {
    return deleteSignatureImage(this.db, caller, this.clock.now());
  }
}
