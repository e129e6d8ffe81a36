import { Module } from '@nestjs/common';
import { PaperStore } from './paper-store.ts';
import { PapersController } from './papers.controller.ts';

@Module({ controllers: [PapersController], providers: [PaperStore] })
export class PapersModule {}
