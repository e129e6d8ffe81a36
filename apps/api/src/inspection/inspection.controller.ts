import {
  MakePackRequest,
  PackResponse,
  PacksResponse,
  VerificationResponse,
  type Language,
} from '@countersign/contract';
import { Body, Controller, Delete, Get, Headers, HttpCode, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiExtraModels, ApiNoContentResponse, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, type RequestKey } from '../database/once.ts';
import { PathId } from '../http/path-id.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { dispositionOf } from '../papers/paper-name.ts';
import { askForPack } from './ask-for-pack.ts';
import { deletePack } from './delete-pack.ts';
import { fetchPack } from './fetch-pack.ts';
import { makePack } from './make-pack.ts';
import { PackFolder } from './pack-folder.ts';
import { PackMaker } from './pack-maker.ts';
import { EvidenceReader } from './read-evidence.ts';
import { listPacks, packShown, requirePack } from './read-packs.ts';
import { pagePolicy, verificationPage } from './verification-page.ts';
import { verifyReferral } from './verify-referral.ts';

const zip = 'application/zip';
const ofZip = {
  description: 'The ZIP, as it is made.',
  content: { [zip]: { schema: { type: 'string', format: 'binary' } } },
} as const;

@ApiTags('inspection')
@ApiExtraModels(VerificationResponse)
@Controller()
export class InspectionController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reader: EvidenceReader,
    private readonly folder: PackFolder,
    private readonly maker: PackMaker,
  ) {}

  @Get('referrals/:id/verification')
  @ApiOkResponse({
    description: 'JSON, or with `Accept: text/html` a page in both languages to read and print.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(VerificationResponse) } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  async verify(
    @Who() caller: Caller,
    @PathId() id: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VerificationResponse | string> {
    const report = await verifyReferral(this.db, this.reader, caller, id);
    void reply.header('Vary', 'Accept');
    if (!wantsPage(accept)) return report;
    void reply.type('text/html; charset=utf-8').header('Content-Security-Policy', pagePolicy);
    return verificationPage(report);
  }

  @May('inspect')
  @Get('referrals/:id/pack')
  @ApiOkResponse(ofZip)
  async pack(@Who() caller: Caller, @PathId() id: string): Promise<StreamableFile> {
    const { name, content } = await makePack(this.db, this.reader, caller, id, this.clock.now());
    return new StreamableFile(content, { type: zip, disposition: dispositionOf(name, 'attachment') });
  }

  @May('inspect')
  @Post('packs')
  @ApiCreatedResponse({ type: PackResponse })
  async ask(
    @Who() caller: Caller,
    @Once() key: RequestKey,
    @Body() request: MakePackRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PackResponse> {
    const pack = await askForPack(this.db, caller, key, request, language, this.clock.now());
    this.maker.wake();
    void reply.header('Location', `/api/v1/packs/${pack.id}`);
    return pack;
  }

  @May('inspect')
  @Get('packs')
  @ApiOkResponse({ type: PacksResponse })
  async list(@Who() caller: Caller, @ReaderLanguage() language: Language): Promise<PacksResponse> {
    return { items: await listPacks(this.db, caller, language) };
  }

  @May('inspect')
  @Get('packs/:id')
  @ApiOkResponse({ type: PackResponse })
  async show(@Who() caller: Caller, @PathId() id: string, @ReaderLanguage() language: Language): Promise<PackResponse> {
    return packShown(await requirePack(this.db, caller, id), language);
  }

  @May('inspect')
  @Get('packs/:id/content')
  @ApiOkResponse(ofZip)
  async fetch(@Who() caller: Caller, @PathId() id: string): Promise<StreamableFile> {
    const { name, size, content } = await fetchPack(this.db, this.folder, caller, id, this.clock.now());
    return new StreamableFile(content, { type: zip, length: size, disposition: dispositionOf(name, 'attachment') });
  }

  @May('inspect')
  @Delete('packs/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  delete(@Who() caller: Caller, @PathId() id: string): Promise<void> {
    return deletePack(this.db, this.folder, this.maker, caller, id, this.clock.now());
  }
}

/** Browsers name text/html first; a program that says nothing, or takes anything, gets JSON. */
function wantsPage(accept = ''): boolean {
  const types = accept.split(',').map((one) => one.split(';', 1)[0]!.trim().toLowerCase());
  return types.find((type) => type === 'text/html' || type === 'application/json') === 'text/html';
}
