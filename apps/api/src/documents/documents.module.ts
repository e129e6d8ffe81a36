import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { PublicAddress } from '../http/public-address.ts';
import { ReferralsModule } from '../referrals/referrals.module.ts';
import { DocumentMaker } from './document-maker.ts';
import { DocumentRelay } from './document-relay.ts';
import { DocumentStore } from './document-store.ts';
import { DocumentsController } from './documents.controller.ts';
import { DrawingThreads } from './drawing-threads.ts';
import { parseImageBodies } from './image-body.ts';
import { SignatureImageController } from './signature-image.controller.ts';

@Module({
  imports: [ReferralsModule],
  controllers: [DocumentsController, SignatureImageController],
  providers: [PublicAddress, DocumentStore, DrawingThreads, DocumentMaker, DocumentRelay],
  exports: [PublicAddress, DocumentStore],
})
export class DocumentsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    parseImageBodies(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}
