import { Module } from '@nestjs/common';
import { CodeAttempts } from './code-attempts.ts';
import { LettersController } from './letters.controller.ts';
import { VerificationParts } from './verification-parts.ts';

@Module({
  controllers: [LettersController],
  providers: [CodeAttempts, VerificationParts],
})
export class VerificationModule {}
