import { Module } from '@nestjs/common';
import { InstitutionsController } from './institutions.controller.ts';

@Module({ controllers: [InstitutionsController] })
export class InstitutionsModule {}
