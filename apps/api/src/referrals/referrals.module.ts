import { Module } from '@nestjs/common';
import { ActBell } from './act-bell.ts';
import { LetterExpiry } from './expire-letters.ts';
import { ReferralActs } from './referral-acts.ts';
import { ReferralsController } from './referrals.controller.ts';

@Module({
  controllers: [ReferralsController],
  providers: [ActBell, ReferralActs, LetterExpiry],
  exports: [ActBell, ReferralActs],
})
export class ReferralsModule {}
