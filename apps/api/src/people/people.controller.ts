import {
  ChangePersonRequest,
  ColleaguesPageResponse,
  ColleaguesQuery,
  CreatedPersonResponse,
  CreatePersonRequest,
  InitialPasswordResponse,
  PeoplePageResponse,
  PeopleQuery,
  PersonResponse,
  PhoneResponse,
  type Language,
} from '@countersign/contract';
import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, once, type RequestKey } from '../database/once.ts';
import { NoBody } from '../http/no-body.ts';
import { PathId } from '../http/path-id.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { Passwords } from '../identity/passwords.ts';
import { Secrets } from '../secrets/secrets.ts';
import { changePerson } from './change-person.ts';
import { createPerson } from './create-person.ts';
import { deactivatePerson, reactivatePerson } from './deactivate-person.ts';
import { makeInitialPassword, unseal } from './initial-password.ts';
import { listColleagues } from './list-colleagues.ts';
import { listPeople } from './list-people.ts';
import { readPerson } from './read-person.ts';
import { resetPassword, unlockPerson } from './reset-password.ts';
import { revealPhone } from './reveal-phone.ts';

@ApiTags('people')
@Controller()
export class PeopleController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
  ) {}

  @Get('colleagues')
  @ApiOperation({ summary: 'Whom I can copy or name as a substitute' })
  @ApiOkResponse({ type: ColleaguesPageResponse })
  colleagues(
    @Who() who: Caller,
    @Query() query: ColleaguesQuery,
    @ReaderLanguage() language: Language,
  ): Promise<ColleaguesPageResponse> {
    return listColleagues(this.db, who, query, language, this.clock.now());
  }

  @May('seePeople')
  @Get('people')
  @ApiOperation({ summary: 'People of my institution, by name' })
  @ApiOkResponse({ type: PeoplePageResponse })
  list(
    @Who() who: Caller,
    @Query() query: PeopleQuery,
    @ReaderLanguage() language: Language,
  ): Promise<PeoplePageResponse> {
    return listPeople(this.db, this.secrets, who, query, language, this.clock.now());
  }

  @May('administer')
  @Post('people')
  @ApiOperation({ summary: 'Create a person; the answer holds the password for the first sign-in' })
  @ApiCreatedResponse({ type: CreatedPersonResponse })
  async create(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Body() body: CreatePersonRequest,
  ): Promise<CreatedPersonResponse> {
    const at = this.clock.now();
    const initial = await makeInitialPassword(this.passwords, this.secrets);
    const created = await once(this.db, who, key, at, (tx) => createPerson(tx, this.secrets, who, body, initial, at));
    return unseal(created, this.secrets);
  }

  @May('seePeople')
  @Get('people/:id')
  @ApiOperation({ summary: 'One person' })
  @ApiOkResponse({ type: PersonResponse })
  read(@Who() who: Caller, @PathId() id: string, @ReaderLanguage() language: Language): Promise<PersonResponse> {
    return readPerson(this.db, this.secrets, who, id, language, this.clock.now());
  }

  @May('administer')
  @Patch('people/:id')
  @ApiOperation({ summary: "Change a person's name, title, user name or phone number" })
  @ApiOkResponse({ type: PersonResponse })
  change(
    @Who() who: Caller,
    @PathId() id: string,
    @Body() body: ChangePersonRequest,
    @ReaderLanguage() language: Language,
  ): Promise<PersonResponse> {
    const at = this.clock.now();
    return this.db.transaction((tx) => changePerson(tx, this.secrets, who, id, body, language, at));
  }

  @May('administer')
  @Get('people/:id/phone')
  @ApiOperation({ summary: 'The whole phone number; that you looked is recorded' })
  @ApiOkResponse({ type: PhoneResponse })
  phone(@Who() who: Caller, @PathId() id: string): Promise<PhoneResponse> {
    return this.db.transaction((tx) => revealPhone(tx, this.secrets, who, id, this.clock.now()));
  }

  @May('administer')
  @NoBody()
  @Post('people/:id/deactivate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign a person out for good; their offices and warrants end' })
  @ApiNoContentResponse()
  async deactivate(@Who() who: Caller, @Once() key: RequestKey, @PathId() id: string): Promise<void> {
    await once(this.db, who, key, this.clock.now(), (tx) => deactivatePerson(tx, who, id, this.clock));
  }

  @May('administer')
  @NoBody()
  @Post('people/:id/reactivate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Let a person sign in again; their offices must be given anew' })
  @ApiNoContentResponse()
  async reactivate(@Who() who: Caller, @Once() key: RequestKey, @PathId() id: string): Promise<void> {
    const at = this.clock.now();
    await once(this.db, who, key, at, (tx) => reactivatePerson(tx, who, id, at));
  }

  @May('administer')
  @NoBody()
  @Post('people/:id/password-reset')
  @ApiOperation({ summary: 'Give a person a new password for the first sign-in; they are signed out everywhere' })
  @ApiCreatedResponse({ type: InitialPasswordResponse })
  async reset(@Who() who: Caller, @Once() key: RequestKey, @PathId() id: string): Promise<InitialPasswordResponse> {
    const at = this.clock.now();
    const initial = await makeInitialPassword(this.passwords, this.secrets);
    const answer = await once(this.db, who, key, at, (tx) => resetPassword(tx, who, id, initial, at));
    return unseal(answer, this.secrets);
  }

  @May('administer')
  @NoBody()
  @Post('people/:id/unlock')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a lock-out before its time' })
  @ApiNoContentResponse()
  async unlock(@Who() who: Caller, @Once() key: RequestKey, @PathId() id: string): Promise<void> {
    const at = this.clock.now();
    await once(this.db, who, key, at, (tx) => unlockPerson(tx, who, id, at));
  }
}
