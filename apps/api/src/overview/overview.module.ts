import { Module } from '@nestjs/common';
import { OverviewController } from './overview.controller.ts';
import { WorkbookThread } from './workbook-thread.ts';

@Module({ controllers: [OverviewController], providers: [WorkbookThread] })
export class OverviewModule {}
