import { Module } from '@nestjs/common';
import { PhrasesController } from './phrases.controller.ts';

@Module({ controllers: [PhrasesController] })
export class PhrasesModule {}
