import { Module } from '@nestjs/common';
import { PapersModule } from '../papers/papers.module.ts';
import { ActBell } from './act-bell.ts';
import { LetterExpiry } from './expire-letters.ts';
import { ReferralActs } from './referral-acts.ts';
import { ReferralsController } from './referrals.controller.ts';

@Module({
  imports: [PapersModule],
  controllers: [ReferralsController],
  providers: [ActBell, ReferralActs, LetterExpiry],
  exports: [ActBell, ReferralActs],
})
export class ReferralsModule {}
