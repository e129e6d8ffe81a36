import { Module } from '@nestjs/common';
import { LetterExpiry } from './expire-letters.ts';
import { ReferralActs } from './referral-acts.ts';
import { ReferralsController } from './referrals.controller.ts';

@Module({ controllers: [ReferralsController], providers: [ReferralActs, LetterExpiry], exports: [ReferralActs] })
export class ReferralsModule {}
