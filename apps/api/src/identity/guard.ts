import { may, officesWith, type Right } from '@countersign/policy';
import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Problem } from '../problems/problem.ts';
import {
  callerSentBy,
  credentialOf,
  readCaller,
  sentAsHeader,
  sessionCookie,
  type Caller,
  type CallerRow,
  type Credential,
} from './caller.ts';

/** How a route is guarded. Without a word it is open to whoever is signed in. */
export type Access =
  | { kind: 'public' }
  /** The route reads its caller itself, in the one statement that reads the referral. */
  | { kind: 'act' }
  | { kind: 'right'; right: Right }
  /** Open even to somebody who must change their password first. */
  | { kind: 'anyPassword' };

export const access = 'countersign:access';
const allow = (value: Access) => SetMetadata(access, value);

export const Public = () => allow({ kind: 'public' });
export const Acting = () => allow({ kind: 'act' });
export const May = (right: Right) => allow({ kind: 'right', right });
export const EvenBeforePasswordChange = () => allow({ kind: 'anyPassword' });

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
    credential?: Credential;
  }
}

function credentialIn(request: FastifyRequest): Credential | null {
  const sentAs = request.headers[sentAsHeader]?.toString();
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return credentialOf(bearer, 'bearer', sentAs);
  const cookie = request.cookies[sessionCookie];
  return cookie ? credentialOf(cookie, 'cookie', sentAs) : null;
}

/** A cookie comes along with whatever a browser is made to send, so its writes must come from our own pages. */
function isCrossSite({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  // "null" is what a page without an origin sends, a sandboxed frame say.
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== headers.host);
}

@Injectable()
export class IdentityGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const required = this.reflector.getAllAndOverride<Access | undefined>(access, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (required?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const credential = credentialIn(request);
    if (!credential) throw new Problem('signedOut', {});
    if (credential.via === 'cookie' && isCrossSite(request)) throw new Problem('crossSite', {});
    request.credential = credential;
    if (required?.kind === 'act') return true;

    const caller = await this.callerOf(credential);
    if (caller.mustChangePassword && required?.kind !== 'anyPassword') throw new Problem('mustChangePassword', {});
    if (required?.kind === 'right') requireRight(caller, required.right);
    request.caller = caller;
    return true;
  }

  private async callerOf(credential: Credential): Promise<Caller> {
    const now = this.clock.now();
    const [row] = await this.db.query<CallerRow>(readCaller, [credential.institutionId, credential.tokenHash, now]);
    if (!row) throw new Problem('signedOut', {});
    return callerSentBy(credential, row, now);
  }
}

/** First line of a use case: who may. */
export function requireRight({ person }: Caller, right: Right): void {
  if (!may(person, right)) throw new Problem('notPermitted', { offices: [...officesWith[right]] });
}

/** The caller, in a route that is not an act. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('a route asks for its caller but is not guarded');
  return caller;
});

/** The credential, in an act's route. */
export const With = createParamDecorator((_: unknown, context: ExecutionContext): Credential => {
  const { credential } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!credential) throw new Error('a route asks for a credential but is not guarded');
  return credential;
});
