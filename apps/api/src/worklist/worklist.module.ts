import { Module } from '@nestjs/common';
import { ReferralsModule } from '../referrals/referrals.module.ts';
import { LiveWorklists } from './live-worklists.ts';
import { WorklistController } from './worklist.controller.ts';

@Module({ imports: [ReferralsModule], controllers: [WorklistController], providers: [LiveWorklists] })
export class WorklistModule {}
