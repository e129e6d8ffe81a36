import { Module } from '@nestjs/common';
import { PapersModule } from '../papers/papers.module.ts';
import { HealthController } from './health.controller.ts';

@Module({ imports: [PapersModule], controllers: [HealthController] })
export class HealthModule {}
