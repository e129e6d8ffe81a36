import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.ts';
import { PapersModule } from '../papers/papers.module.ts';
import { InspectionController } from './inspection.controller.ts';
import { PackFolder } from './pack-folder.ts';
import { PackMaker } from './pack-maker.ts';
import { EvidenceReader } from './read-evidence.ts';

@Module({
  imports: [DocumentsModule, PapersModule],
  controllers: [InspectionController],
  providers: [EvidenceReader, PackFolder, PackMaker],
})
export class InspectionModule {}
