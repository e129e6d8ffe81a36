import { Module } from '@nestjs/common';
import { PaperScanner } from './paper-scanner.ts';
import { PaperStore } from './paper-store.ts';
import { PapersController } from './papers.controller.ts';
import { Thumbnails } from './thumbnails.ts';

@Module({
  controllers: [PapersController],
  providers: [PaperStore, PaperScanner, Thumbnails],
  exports: [PaperStore, PaperScanner],
})
export class PapersModule {}
