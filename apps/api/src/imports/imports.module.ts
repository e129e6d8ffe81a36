import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { parseCsvBodies } from './csv-body.ts';
import { ImportsController } from './imports.controller.ts';

@Module({ controllers: [ImportsController] })
export class ImportsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    parseCsvBodies(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}
