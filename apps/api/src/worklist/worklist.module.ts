import { Module } from '@nestjs/common';
import { WorklistController } from './worklist.controller.ts';

@Module({ controllers: [WorklistController] })
export class WorklistModule {}
