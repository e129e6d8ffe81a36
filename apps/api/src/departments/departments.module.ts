import { Module } from '@nestjs/common';
import { DepartmentsController } from './departments.controller.ts';

@Module({ controllers: [DepartmentsController] })
export class DepartmentsModule {}
