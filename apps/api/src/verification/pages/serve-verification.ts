import formbody from '@fastify/formbody';
import {
  languageFor,
  ReportArrivalRequest,
  ReportOutcomeRequest,
  slips,
  Text,
  type Language,
  type ProblemDocument,
  type Slip,
} from '@countersign/contract';
import { dateInShanghai } from '@countersign/policy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { documentOf } from '../../problems/problem.filter.ts';
import { Problem } from '../../problems/problem.ts';
import { validation } from '../../problems/validation.ts';
import { findLetter } from '../find-letter.ts';
import { floodLimit } from '../flood-limit.ts';
import { readReceipt } from '../receipt.ts';
import { reportArrival, reportOutcome } from '../report-slip.ts';
import { VerificationParts } from '../verification-parts.ts';
import { verifyLetter, type Verdict } from '../verify-letter.ts';
import { problemPage } from './problem-page.ts';
import { receiptPage } from './receipt-page.ts';
import { faultsOf, slipFaultsOf } from './refused.ts';
import { unsentPage, type SlipForm } from './slip-form.ts';
import { startPage } from './start-page.ts';
import { contentSecurityPolicy } from './style.ts';
import { verdictPage, type Slips } from './verdict-page.ts';

type Values = Record<string, string>;

/** What somebody types who has no QR code. */
class TypedLetter {
  @Text({ max: 80, example: '转〔2026〕000001号' }) letterNo!: string;
  @Text({ max: 20, example: '7K3M-9QXA' }) code!: string;
}

const longestForm = 64 * 1024;
const config = { rateLimit: floodLimit };

/** The pages for whoever holds a letter: plain HTML, without scripts, cookies or an account. */
export function serveVerification(app: NestFastifyApplication): void {
  const root = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // What is registered inside holds for these pages alone.
  void root.register(async (fastify) => {
    fastify.removeAllContentTypeParsers();
    await fastify.register(formbody, { bodyLimit: longestForm });
    fastify.addHook('onRequest', setHeaders);
    fastify.setErrorHandler(showProblem);
    const pages = new Pages(app.get(VerificationParts));
    fastify.get('/verify', { config }, pages.start);
    fastify.post('/verify', { config }, pages.find);
    fastify.get('/verify/receipt/*', { config }, pages.receipt);
    fastify.get('/verify/*', { config }, pages.verdict);
    fastify.post('/verify/*', { config }, pages.report);
  });
}

const languageOf = ({ query, headers }: FastifyRequest): Language => {
  const { lang } = query as { lang?: unknown };
  return languageFor(typeof lang === 'string' ? lang : headers['accept-language']);
};

function setHeaders(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  void reply.headers({
    'Content-Security-Policy': contentSecurityPolicy,
    'Content-Language': languageOf(request),
    Vary: 'Accept-Language',
    'X-Robots-Tag': 'noindex, nofollow',
  });
  done();
}

const show = (reply: FastifyReply, page: string): FastifyReply => reply.type('text/html; charset=utf-8').send(page);

/** Nothing that failed is shown but by the problem that it is, in words. */
function showProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const language = languageOf(request);
  const problem = documentOf(error, language, request.id);
  answerLike(problem, reply);
  void show(reply, problemPage(problem, language));
}

function answerLike(problem: ProblemDocument, reply: FastifyReply): void {
  const { seconds } = problem as { seconds?: number };
  if (seconds !== undefined) void reply.header('Retry-After', String(seconds));
  void reply.status(problem.status);
}

/** What was sent, each field once and as text. */
const sent = ({ body }: FastifyRequest): Values =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.replaceAll('\r\n', '\n')]] : [],
    ),
  );

/** The message that a form means: what was left empty was not given. */
async function messageOf<T>(metatype: new () => T, values: Values): Promise<T> {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  return (await validation.transform(given, { type: 'body', metatype })) as T;
}

class Pages {
  constructor(private readonly parts: VerificationParts) {}

  readonly start = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    show(reply, startPage({ values: {}, faults: {}, refusal: null }, languageOf(request)));

  /** The right code leads to the page of the letter's token. */
  readonly find = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const language = languageOf(request);
    const { letterNo = '', code = '' } = sent(request);
    const values = { letterNo, code };
    try {
      const token = await findLetter(this.parts, await messageOf(TypedLetter, values), request.ip);
      return reply.redirect(`/verify/${token}?lang=${language}`, 303);
    } catch (error) {
      const refused = faultsOf(refusalOf(error, request, reply), language);
      return show(reply, startPage({ values, ...refused }, language));
    }
  };

  readonly verdict = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const token = tokenIn(request);
    if (token === '') return reply.redirect('/verify', 303);
    const verdict = await this.verify(token);
    return show(reply, verdictPage(verdict, slipsOf(verdict), languageOf(request)));
  };

  /** A report that was taken leads to its receipt, so that reloading sends nothing again. */
  readonly report = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const language = languageOf(request);
    const token = tokenIn(request);
    const { slip, ...values } = sent(request);
    if (slip !== 'arrival' && slip !== 'outcome') throw new Problem('malformed', {});
    try {
      const { receipt } = await this.take(slip, { ...values, token }, request.ip);
      return reply.redirect(`${receipt}?lang=${language}`, 303);
    } catch (error) {
      const problem = refusalOf(error, request, reply);
      if (problem.status === 503) return show(reply, unsentPage({ slip, values, faults: {} }, language));
      const refused = slipFaultsOf(problem, language);
      const verdict = await this.verify(token);
      return show(reply, verdictPage(verdict, slipsOf(verdict, { slip, values, ...refused }), language));
    }
  };

  readonly receipt = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { db, secrets } = this.parts;
    const receipt = await readReceipt(db, secrets, tokenIn(request));
    if (!receipt) throw new Problem('notFound', {});
    return show(reply, receiptPage(receipt, languageOf(request)));
  };

  private verify(token: string): Promise<Verdict> {
    return verifyLetter(this.parts, token);
  }

  private async take(slip: Slip, values: Values, address: string) {
    return slip === 'arrival'
      ? reportArrival(this.parts, await messageOf(ReportArrivalRequest, values), address)
      : reportOutcome(this.parts, await messageOf(ReportOutcomeRequest, values), address);
  }
}

const tokenIn = ({ params }: FastifyRequest): string => (params as { '*': string })['*'];

/** A refusal that the form itself shows, also while the database is away; what nobody foresaw goes on to the page of problems. */
function refusalOf(error: unknown, request: FastifyRequest, reply: FastifyReply): ProblemDocument {
  const problem = documentOf(error, languageOf(request), request.id);
  if (problem.status >= 500 && problem.status !== 503) throw error;
  answerLike(problem, reply);
  return problem;
}

/** The reports that a letter is open to, filled in as far as is known; the one that was refused as it was sent. */
function slipsOf({ status, at, proved }: Verdict, sent?: SlipForm): Slips {
  const open = proved ? slips.filter((slip) => (slip === 'arrival' ? status === 'genuine' : proved.record.arrived)) : [];
  const values: Values = { on: dateInShanghai(at), hospital: proved?.claims.destination ?? '' };
  const forms = open.map((slip): SlipForm => (slip === sent?.slip ? sent : { slip, values, faults: {}, refusal: null }));
  return { forms, refusal: sent && !forms.includes(sent) ? sent.refusal : null };
}
