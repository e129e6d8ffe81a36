import {
  type Language,
  ChangePasswordRequest,
  OwnSessionsResponse,
  PresenceRequest,
  PresenceResponse,
  SessionResponse,
  SignedInResponse,
  SignInOptionsResponse,
  SignInRequest,
} from '@countersign/contract';
import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { PathId } from '../http/path-id.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import { pageLimit } from '../verification/flood-limit.ts';
import { sessionCookie, type Caller } from './caller.ts';
import { changePassword } from './change-password.ts';
import { describeSession } from './describe-session.ts';
import { EvenBeforePasswordChange, Public, Who } from './guard.ts';
import { listSessions } from './list-sessions.ts';
import { Passwords } from './passwords.ts';
import { endPresence, provePresence } from './prove-presence.ts';
import { endSession, signOut, signOutEverywhere } from './revoke-sessions.ts';
import { SignIn } from './sign-in.ts';
import { signInOptions } from './sign-in-options.ts';

/** Not readable by scripts, never sent along from another site, and over TLS only where sign-in came over TLS. */
const cookieFor = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const;

@ApiTags('identity')
@Controller()
export class IdentityController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly passwords: Passwords,
    private readonly signIn: SignIn,
  ) {}

  @Public()
  @Get('sign-in-options')
  @RouteConfig({ rateLimit: pageLimit })
  @ApiOperation({ summary: 'Institutions that the sign-in page may name, and the people of the demo' })
  @ApiOkResponse({ type: SignInOptionsResponse })
  options(@ReaderLanguage() language: Language): Promise<SignInOptionsResponse> {
    return signInOptions(this.db, this.config, language, this.clock.now());
  }

  @Public()
  @Post('sessions')
  @ApiOperation({ summary: 'Sign in' })
  @ApiCreatedResponse({ type: SignedInResponse })
  async open(
    @Body() body: SignInRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInResponse> {
    const opened = await this.signIn.open({ body, address: request.ip }, request.headers['user-agent']);
    const { id, token, expiresAt, mustChangePassword, person } = opened;
    const inCookie = body.as !== 'bearer';
    if (inCookie) void reply.setCookie(sessionCookie, token, { ...cookieFor(request), expires: expiresAt });
    return {
      sessionId: id,
      token: inCookie ? null : token,
      expiresAt: expiresAt.toISOString(),
      mustChangePassword,
      person,
    };
  }

  @Get('sessions')
  @ApiOperation({ summary: 'My sessions' })
  @ApiOkResponse({ type: OwnSessionsResponse })
  list(@Who() who: Caller): Promise<OwnSessionsResponse> {
    return listSessions(this.db, who, this.clock.now());
  }

  @EvenBeforePasswordChange()
  @Delete('sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out everywhere' })
  @ApiNoContentResponse()
  async endAll(
    @Who() who: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await signOutEverywhere(this.db, who, this.clock.now());
    void reply.clearCookie(sessionCookie, cookieFor(request));
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one of my sessions' })
  @ApiNoContentResponse()
  end(@Who() who: Caller, @PathId() id: string): Promise<void> {
    return endSession(this.db, who, id, this.clock.now());
  }

  @EvenBeforePasswordChange()
  @Get('session')
  @ApiOperation({ summary: 'Who I am and as what I may act' })
  @ApiOkResponse({ type: SessionResponse })
  describe(@Who() who: Caller, @ReaderLanguage() language: Language): Promise<SessionResponse> {
    return describeSession(this.db, who, language, this.clock.now());
  }

  @EvenBeforePasswordChange()
  @Delete('session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out' })
  @ApiNoContentResponse()
  async close(
    @Who() who: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await signOut(this.db, who, this.clock.now());
    void reply.clearCookie(sessionCookie, cookieFor(request));
  }

  @Post('session/presence')
  @ApiOperation({ summary: 'Show that it is me who signs: opens the signing window' })
  @ApiCreatedResponse({ type: PresenceResponse })
  present(@Who() who: Caller, @Body() { password }: PresenceRequest): Promise<PresenceResponse> {
    return provePresence(this.db, this.passwords, who, password, this.clock.now());
  }

  @Delete('session/presence')
  @HttpCode(204)
  @ApiOperation({ summary: 'Close the signing window before its time' })
  @ApiNoContentResponse()
  absent(@Who() who: Caller): Promise<void> {
    return endPresence(this.db, who);
  }

  @EvenBeforePasswordChange()
  @Put('password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change my password; ends my other sessions' })
  @ApiNoContentResponse()
  change(@Who() who: Caller, @Body() body: ChangePasswordRequest): Promise<void> {
    return changePassword(this.db, this.passwords, who, body, this.clock.now());
  }
}
