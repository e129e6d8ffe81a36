import { Module } from '@nestjs/common';
import { ReferralsModule } from '../referrals/referrals.module.ts';
import { DraftsController } from './drafts.controller.ts';

@Module({ imports: [ReferralsModule], controllers: [DraftsController] })
export class DraftsModule {}
