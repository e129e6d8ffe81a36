import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule, type Parts } from '../app.module.ts';
import { describeApi } from './describe-api.ts';

/** In preview no part of the application is made, so that its description needs neither database nor keys. */
export async function describeInPreview(): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with({} as Parts), new FastifyAdapter(), {
    preview: true,
    logger: ['error'],
  });
  app.setGlobalPrefix('api/v1');
  return describeApi(app);
}
