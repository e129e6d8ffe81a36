/** Named examples of one message; the values are checked against the message's own class by test/openapi.e2e.test.ts. */
export type NamedExamples = Record<string, { summary: string; value: unknown }>;

// oxlint-disable-next-line typescript/no-explicit-any -- an example has no type but its message's.
type Fields = any;

const papers = ['7', '8', '9'].map((last) => `0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f7${last}`);

/**
 * Messages of which one example would not do: their fields exclude one another. Each is made of the example that the
 * fields give by themselves.
 */
export const messageExamples: Record<string, (plain: Fields) => NamedExamples> = {
  SignInRequest: (plain) => ({
    program: { summary: 'A program, which gets a bearer token', value: { ...plain, as: 'bearer' } },
    browser: { summary: 'A browser, which gets an HttpOnly cookie', value: { ...plain, as: 'cookie' } },
  }),
  ReportRequest: (plain) => {
    const { agent, ...content } = plain.content;
    return {
      outpatient: {
        summary: '门诊 · outpatient, by an attending physician',
        value: { chain: 'outpatient', departmentId: plain.departmentId, content },
      },
      inpatient: {
        summary: '住院 · inpatient, by a bed doctor of one department alone',
        value: { chain: 'inpatient', content: { ...content, destination: null } },
      },
      otherHospital: {
        summary: "外院住院 · another hospital's inpatient, with its agent and all three papers",
        value: { chain: 'otherHospital', content: { ...content, urgency: 'emergency', agent }, papers },
      },
    };
  },
  BeginDraftRequest: ({ departmentId, papers, content, chain, referralId }) => ({
    report: { summary: 'Of a report', value: { kind: 'report', chain, departmentId, papers, content } },
    form: { summary: 'Of the form of a referral', value: { kind: 'form', referralId, content } },
  }),
  SubmitDraftRequest: ({ referralVersion }) => ({
    report: { summary: 'Reports the case', value: {} },
    form: { summary: 'Fills in the form of the referral as it was seen', value: { referralVersion } },
  }),
  InformRequest: (plain) => ({
    ownPatient: { summary: 'Of a patient of this hospital', value: { comment: plain.comment } },
    otherHospital: {
      summary: "Of another hospital's patient: every paper reviewed",
      value: { comment: plain.comment, papersReviewed: papers },
    },
  }),
  ReleaseFormRequest: ({ name, idNumber }) => ({
    family: { summary: 'To family, against their own ID card', value: { name, relation: 'spouse', idNumber } },
    agent: {
      summary: "To the agent named in another hospital's report",
      value: { name: '陈志强', relation: 'agent', idNumber: '990000198807150030' },
    },
  }),
};
