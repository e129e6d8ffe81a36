import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.ts';
import { PapersModule } from '../papers/papers.module.ts';
import { InspectionController } from './inspection.controller.ts';
import { LogVerifier } from './log-verifier.ts';
import { PackFolder } from './pack-folder.ts';
import { PackMaker } from './pack-maker.ts';
import { EvidenceReader } from './read-evidence.ts';
import { VerificationsController } from './verifications.controller.ts';

@Module({
  imports: [DocumentsModule, PapersModule],
  controllers: [InspectionController, VerificationsController],
  providers: [EvidenceReader, LogVerifier, PackFolder, PackMaker],
})
export class InspectionModule {}
