import 'reflect-metadata';
import {
  CommentRequest,
  CopyToRequest,
  FillInRequest,
  InformRequest,
  IssueLetterRequest,
  RecallRequest,
  ReleaseFormRequest,
  RemindRequest,
  ReportRequest,
  ReturnRequest,
  SignRequest,
} from '@countersign/contract';
import { birthDateOf, chains, collectorsOf, faultOfIdNumber, type Relation } from '@countersign/policy';
import { describe, expect, test } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { hospitals, officesOf } from '../../apps/api/src/demo/hospitals.ts';
import { defaultReasons } from '../../apps/api/src/institutions/default-reasons.ts';
import { readPaper, readSamples, type Sample, type Step } from '../../walk/samples.mjs';

const samples = readSamples();
const id = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70';

const requests: Record<string, new () => object> = {
  report: ReportRequest,
  inform: InformRequest,
  releaseForm: ReleaseFormRequest,
  fillIn: FillInRequest,
  sign: SignRequest,
  returnForCorrection: ReturnRequest,
  recall: RecallRequest,
  remind: RemindRequest,
  comment: CommentRequest,
  copyTo: CopyToRequest,
  issueLetter: IssueLetterRequest,
};

/** What the walk sends for a step, with an id where the server would have given one. */
function messageOf(sample: Sample, { act, message, form, papersReviewed, copyTo, office }: Step): object {
  const as = { office };
  if (act === 'report') return { as, chain: sample.chain, content: sample.report, papers: [] };
  return {
    as,
    ...message,
    ...(form && { form: sample.forms[form] }),
    ...(papersReviewed && { papersReviewed: [id] }),
    ...(copyTo && { people: [id] }),
  };
}

const faultsIn = (errors: ValidationError[]): string[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => [
    ...Object.values(constraints).map((why) => `${property}: ${why}`),
    ...faultsIn(children).map((fault) => `${property}/${fault}`),
  ]);

const steps = samples.flatMap((sample) => sample.steps.map((step, i) => ({ sample, step, title: `${sample.name} ${i + 1} ${step.act}` })));

/** Every ID number that stands anywhere in a sample. */
const idNumbers = (value: unknown): string[] =>
  value === null || typeof value !== 'object'
    ? []
    : Object.entries(value).flatMap(([key, one]) => (key === 'idNumber' ? [one as string] : idNumbers(one)));

describe('the samples', () => {
  test('are three for each chain', () => {
    for (const chain of chains) expect(samples.filter((sample) => sample.chain === chain)).toHaveLength(3);
  });

  test.each(steps)('are messages that the contract takes: $title', ({ sample, step }) => {
    const instance = plainToInstance(requests[step.act]!, messageOf(sample, step));
    expect(faultsIn(validateSync(instance, { whitelist: true, forbidNonWhitelisted: true }))).toEqual([]);
  });

  test.each(samples)('have ID numbers with a right check digit that are nobody’s: $name', (sample) => {
    const found = idNumbers(sample);
    expect(found.length).toBeGreaterThan(2);
    for (const number of found) {
      expect(faultOfIdNumber(number)).toBeNull();
      expect(number).toMatch(/^990000/);
      expect(birthDateOf(number)).not.toBeNull();
    }
  });

  test('say X where the check digit is ten', () => {
    expect(samples.flatMap(idNumbers).filter((number) => number.endsWith('X')).length).toBeGreaterThan(0);
  });

  test.each(steps)('are done by demo people in their offices: $title', ({ sample, step }) => {
    const hospital = hospitals.find(({ code }) => code === sample.institution)!;
    const departmentOf = ([, department]: readonly [string, string | null]) => department && hospital.departments[department];
    const holds = (username: string) =>
      officesOf(hospital.people.find((one) => one.username === username)!).some(
        (held) => held[0] === step.office && [null, sample.department].includes(departmentOf(held)),
      );
    expect(holds(step.onBehalfOf ?? step.by)).toBe(true);
  });

  test.each(steps.filter(({ step }) => step.onBehalfOf))('are done by those who have the warrant: $title', ({ sample, step }) => {
    const hospital = hospitals.find(({ code }) => code === sample.institution)!;
    expect(hospital.warrants).toContainEqual(
      expect.objectContaining({ holder: step.onBehalfOf, office: step.office, substitute: step.by }),
    );
  });

  test.each(steps.filter(({ step }) => step.act === 'releaseForm'))('give the form to whom the chain gives it: $title', ({ sample, step }) => {
    const { relation } = step.message as { relation: Relation };
    expect(collectorsOf(sample.chain as never, 'releaseForm')).toContain(relation);
  });

  test.each(steps.filter(({ step }) => step.act === 'returnForCorrection'))('return for a reason of the list: $title', ({ step }) => {
    const { reason } = step.message as { reason: string };
    expect(defaultReasons.returnForCorrection.map(({ code }) => code)).toContain(reason);
  });

  test('show a return, a substitute, an emergency, a rare character and the other hospital', () => {
    const acts = steps.map(({ step }) => step.act);
    expect(acts).toEqual(expect.arrayContaining(['returnForCorrection', 'recall', 'remind', 'comment', 'copyTo']));
    expect(steps.some(({ step }) => step.onBehalfOf && step.office === 'businessDean')).toBe(true);
    expect(JSON.stringify(samples)).toContain('"urgency":"emergency"');
    expect(JSON.stringify(samples.map(({ report }) => report))).toContain('𠮷');
    expect(samples.some(({ institution }) => institution !== 'dongguan')).toBe(true);
  });

  const papers = samples.flatMap(({ papers: all = [] }) => all.map(({ kind, file }) => ({ kind, file })));

  test('have all three papers for another hospital’s patient', () => {
    for (const { papers: all = [] } of samples.filter(({ chain }) => chain === 'otherHospital')) {
      expect(all.map(({ kind }) => kind)).toEqual(['emergencyRecord', 'criticalNotice', 'patientIdCard']);
    }
  });

  test.each(papers)('have papers that are what their name says: $file', ({ file }) => {
    const bytes = readPaper(file);
    const beginnings = { pdf: '255044462d', png: '89504e470d0a1a0a', jpg: 'ffd8ff' };
    expect(bytes.toString('hex', 0, 12)).toMatch(new RegExp(`^${beginnings[file.split('.').at(-1) as 'pdf']}`));
    expect(bytes.length).toBeLessThan(100_000);
  });
});
