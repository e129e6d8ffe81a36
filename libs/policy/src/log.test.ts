import { beforeAll, describe, expect, test } from '@jest/globals';
import { evening } from '../test/hospital.ts';
import { of } from '../test/log.ts';
import { changed, withVersion } from '../test/machines.ts';
import {
  after,
  allowedAt,
  entryOf,
  happeningsAt,
  muchLater,
  openAt,
  policy,
  timeOf,
  walk,
  type Edge,
  type Happening,
  type Moment,
  type Policy,
  type Setting,
  type Walk,
} from '../test/walk.ts';
import {
  apply,
  asides,
  chains,
  chainVersions,
  factsBefore,
  fold,
  isAside,
  isRecallable,
  isSystemAct,
  stateName,
  versionOf,
  type Act,
  type Chain,
  type Entry,
  type EntryOf,
  type Facts,
  type OfferedAct,
} from './index.ts';

/** What the log says, on every way that a referral of this hospital can go; see invariants.test.ts for the method. */

const tell = (fault: string, { log }: Moment): string =>
  `${fault}: ${log.map(({ act, actor }) => `${actor?.id ?? 'system'} ${act}`).join(' → ')}`;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Facts without who was ever involved: that is never taken back. */
const withoutPeople = (facts: Facts) => ({ ...facts, people: null });

/** Where state is not what the log says. Facts are stored as JSON, so they are compared as JSON. */
const foldFaults = ({ moments }: Walk): string[] =>
  moments.flatMap((moment) => (same(fold(moment.log), moment.facts) ? [] : [tell('fold tells otherwise', moment)]));

/** The last act taken back, by whoever may; null where nobody may. */
function recalled(moment: Moment, setting: Setting): { by: string; moment: Moment }[] {
  return allowedAt(moment, 'recall', setting).map((event) => ({
    by: event.who,
    moment: after(moment, event, setting),
  }));
}

/** Over every way that an act can take: exactly its actor can take it back, and then all is as before. */
function recallFaults(one: Walk): string[] {
  return one.edges.flatMap(({ from, event, to }) => {
    if (event.type === 'noon' || event.type === 'recall') return [];
    const back = recalled(to, one);
    if (!isRecallable(event.type as Act)) return back.length > 0 ? [tell('a final act taken back', to)] : [];
    if (back.length !== 1 || back[0]!.by !== event.who) return [tell('taken back by somebody else, or nobody', to)];
    return same(withoutPeople(back[0]!.moment.facts!), withoutPeople(from.facts!)) ? [] : [tell('not as before', to)];
  });
}

/** Asides, tried by everybody everywhere: facts and version stay, but for who is involved. */
function asideFaults(one: Walk): string[] {
  return one.moments.flatMap((moment) => {
    if (!moment.facts) return [];
    return Object.keys(one.staff).flatMap((who) => {
      const open = openAt(moment, who, one);
      return asides.flatMap((act) => {
        if (isSystemAct(act)) return [];
        const openness = open[act];
        if (!openness.open) return [];
        const { capacity } = openness.as[0]!;
        const decision = { allowed: true, capacity, step: null, ownReport: false, onPaper: null } as const;
        const event = {
          type: act,
          who,
          attempt: { act },
          as: { office: null, onBehalfOf: null },
          content: null,
          decision,
        };
        const to = after(moment, event as Happening, one);
        const moved = !same(withoutPeople(to.facts!), withoutPeople(moment.facts!));
        return moved || versionOf(to.log) !== versionOf(moment.log) ? [tell(`${act} moved it`, to)] : [];
      });
    });
  });
}

const finals = ['used', 'declined', 'rejected', 'withdrawn', 'voided', 'expired'];
const isFinal = (facts: Facts): boolean => finals.includes(stateName(facts.state));

/** Acts that would move what has ended: offered to somebody, or taken by the log. */
function finalFaults(one: Walk): string[] {
  const anything = new Map(one.edges.map((edge) => [edge.event.type, edge]));
  return one.moments.flatMap((moment) => {
    if (!moment.facts || !isFinal(moment.facts)) return [];
    const offered = happeningsAt(moment, one).map(({ type }) => tell(`${type} is offered`, moment));
    const taken = [...anything.values()].flatMap(({ event, to }) => {
      const last = to.log.at(-1)!;
      if (event.type === 'noon') return [];
      const entry = { ...last, seq: moment.log.length + 1 } as Entry;
      try {
        one.policy.apply(moment.facts, entry, moment.facts!);
        return [tell(`the log takes ${event.type}`, moment)];
      } catch {
        return [];
      }
    });
    return [...offered, ...taken];
  });
}

const contentOf = (log: readonly Entry[]) => of(log, 'fillIn').at(-1)?.data.materialDigest;
const stepsOf = (facts: Facts) => facts.signatures.map(({ step }) => step).sort();
const firstSigner = (chain: Chain) => (chain === 'otherHospital' ? 'awaitingMedicalDirector' : 'awaitingDepartment');

/** Every way on from here by acts of this kind. */
const onward = (moment: Moment, act: OfferedAct, one: Walk): Edge[] =>
  allowedAt(moment, act, one).map((event) => ({ from: moment, event, to: after(moment, event, one) }));

/** Returns to whoever fills in: the same material content goes straight back, another needs every signature again. */
function refillFaults(one: Walk): string[] {
  return returnsOf(one, 'fillIn').flatMap(({ from, to }) => {
    if (stateName(to.facts!.state) !== 'awaitingFillIn') return [tell('not back with whoever fills in', to)];
    return onward(to, 'fillIn', one).flatMap(({ event, to: refilled }) => {
      const facts = refilled.facts!;
      if ('content' in event && event.content === contentOf(from.log)) {
        const straight = same(facts.state, from.facts!.state) && same(stepsOf(facts), stepsOf(from.facts!));
        return straight ? [] : [tell('the same content does not go straight back', refilled)];
      }
      const anew = stateName(facts.state) === firstSigner(one.chain) && facts.signatures.length === 0;
      return anew ? [] : [tell('other content keeps signatures', refilled)];
    });
  });
}

const returnsOf = ({ edges }: Walk, ...targets: string[]): Edge[] =>
  edges.filter(({ to, event }) => {
    const last = to.log.at(-1);
    return event.type === 'returnForCorrection' && last?.act === event.type && targets.includes(last.data.to);
  });

const signers = ['department', 'medicalDirector', 'deanInCharge', 'businessDean'] as const;

/** Returns to an earlier signer: that signature is asked for again and no other, then it goes straight back. */
function resignFaults(one: Walk): string[] {
  return signers.flatMap((step) =>
    returnsOf(one, step).flatMap(({ from, to }) => {
      const others = stepsOf(from.facts!).filter((signed) => signed !== step);
      if (!same(stepsOf(to.facts!), others)) return [tell(`a return to ${step} touches other signatures`, to)];
      const signed = onward(to, 'sign', one);
      if (signed.length === 0) return [tell(`${step} is not asked again`, to)];
      return signed.flatMap(({ to: again }) =>
        same(again.facts!.state, from.facts!.state) ? [] : [tell('not straight back', again)],
      );
    }),
  );
}

/** Open requests that are left with a dean after a return out of the countersigning. */
const leftWithDeans = ({ staff, edges, ...rest }: Walk): string[] =>
  edges.flatMap(({ from, event, to }) => {
    if (event.type !== 'returnForCorrection' || stateName(from.facts!.state) !== 'awaitingDeans') return [];
    const deans = ['deanInCharge', 'businessDean', 'substitute'].filter((who) => {
      const open = openAt(to, who, { staff, ...rest });
      return open.sign.open || open.returnForCorrection.open || open.reject.open;
    });
    return deans.map((who) => tell(`${who} is still asked`, to));
  });

const walks = {} as Record<Chain, Walk>;
beforeAll(() => {
  for (const chain of chains) walks[chain] = walk(chain);
});

/** The walk of one reporter with something broken in it. */
const broken = (chain: Chain, changes: Partial<Policy>): Walk =>
  walk(chain, {
    reporters: [chain === 'otherHospital' ? 'officer' : 'doctor'],
    policy: { ...policy, ...changes },
  });

describe('state is what the log says: fold gives the facts of every step', () => {
  test.each(chains)('%s', (chain) => {
    expect(foldFaults(walks[chain])).toEqual([]);
  });

  test('is seen to fail where a step is kept that the log does not tell', () => {
    const idle: typeof apply = (facts, entry, before) =>
      entry.act === 'inform' ? { ...apply(facts, entry, before), papers: ['other'] } : apply(facts, entry, before);
    expect(foldFaults(broken('inpatient', { apply: idle }))).not.toEqual([]);
  });
});

describe('a recall, by exactly the last person to act, restores exactly the facts before', () => {
  test.each(chains)('%s', (chain) => {
    expect(walks[chain].edges.filter(({ event }) => event.type === 'recall')).not.toEqual([]);
    expect(recallFaults(walks[chain])).toEqual([]);
  });

  test('also of a signature on paper: by the window that recorded it', () => {
    const onPaper = walk('inpatient', { signing: 'onPaper' });
    expect(recallFaults(onPaper)).toEqual([]);
    const taken = onPaper.edges.filter(({ from, event }) => event.type === 'recall' && from.log.at(-1)!.act === 'signOnPaper');
    expect(taken.map(({ event }) => event.who)).toContain('clerk');
    const anybody: Partial<Policy> = {
      openTo: (facts, person, ...rest) =>
        policy.openTo({ ...facts, last: { ...facts.last, personId: person.id } }, person, ...rest),
      decide: (facts, attempt, person, ...rest) =>
        policy.decide({ ...facts, last: { ...facts.last, personId: person.id } }, attempt, person, ...rest),
    };
    const { clerk } = onPaper.staff;
    const two = { ...onPaper.staff, second: { ...clerk!, id: 'second' } };
    expect(recallFaults(walk('inpatient', { signing: 'onPaper', staff: two }))).toEqual([]);
    const loose = walk('inpatient', { signing: 'onPaper', staff: two, policy: { ...policy, ...anybody } });
    expect(recallFaults(loose).join()).toContain('taken back by somebody else');
  });

  test('and the facts before are what the log before gives', () => {
    for (const { from, event, to } of walks.inpatient.edges) {
      const last = to.log.at(-1)!;
      if (event.type === 'recall' || event.type === 'noon' || !from.facts) continue;
      expect(factsBefore(to.log, last.seq)).toEqual(from.facts);
    }
  });

  test('is seen to fail where a recall only goes back in state', () => {
    const half: typeof apply = (facts, entry, before) =>
      entry.act === 'recall' ? { ...apply(facts, entry, before), last: facts!.last } : apply(facts, entry, before);
    expect(recallFaults(broken('inpatient', { apply: half })).join()).toContain('not as before');
  });

  test('is seen to fail where anybody takes it back', () => {
    const anybody: Partial<Policy> = {
      openTo: (facts, person, ...rest) =>
        policy.openTo({ ...facts, last: { ...facts.last, personId: person.id } }, person, ...rest),
      decide: (facts, attempt, person, ...rest) =>
        policy.decide({ ...facts, last: { ...facts.last, personId: person.id } }, attempt, person, ...rest),
    };
    expect(recallFaults(broken('inpatient', anybody)).join()).toContain('taken back by somebody else');
  });

  test('but not once their warrant has ended', () => {
    const signed = walks.outpatient.edges.find(({ event }) => event.who === 'substitute' && event.type === 'sign')!;
    expect(openAt(signed.to, 'substitute', walks.outpatient).recall.open).toBe(true);
    const later = { ...signed.to, time: 'evening' } as const;
    expect(timeOf(later).getTime()).toBeGreaterThan(evening.getTime());
    expect(openAt(later, 'substitute', walks.outpatient).recall).toEqual({
      open: false,
      why: { code: 'notYourOffice', act: 'recall', offices: ['deanInCharge'] },
    });
  });

  test('and act by act, each by its own actor', () => {
    // The director fills in and signs, takes back the signature and then the form.
    const signed = walks.outpatient.edges.find(({ from, event }) => {
      const filled = from.log.at(-1);
      return (
        event.who === 'director' && event.type === 'sign' && filled?.act === 'fillIn' && filled.actor?.id === 'director'
      );
    })!;
    const [unsigned] = recalled(signed.to, walks.outpatient);
    const [unfilled] = recalled(unsigned!.moment, walks.outpatient);
    expect(stateName(unfilled!.moment.facts!.state)).toBe('awaitingFillIn');
    expect(fold(unfilled!.moment.log)).toEqual(unfilled!.moment.facts);
  });
});

describe('remind, comment and copyTo never change state or version, whoever does them wherever', () => {
  test.each(chains)('%s', (chain) => {
    expect(asideFaults(walks[chain])).toEqual([]);
  });

  test('is seen to fail where a comment counts as the last act', () => {
    const counted: typeof apply = (facts, entry, before) => {
      const next = apply(facts, entry, before);
      return entry.act === 'comment' ? { ...next, last: { ...next.last, seq: entry.seq, act: 'comment' } } : next;
    };
    expect(asideFaults(broken('inpatient', { apply: counted }))).not.toEqual([]);
  });

  test('and whoever is copied may see the referral from then on', () => {
    const start = walks.outpatient.moments.find(({ facts }) => facts && stateName(facts.state) === 'awaitingInform')!;
    expect(openAt(start, 'elsewhere', walks.outpatient).comment).toEqual({ open: false, why: { code: 'notInvolved' } });
    const { capacity } = (openAt(start, 'doctor', walks.outpatient).copyTo as { as: { capacity: object }[] }).as[0]!;
    const event = { type: 'copyTo', who: 'doctor', attempt: { act: 'copyTo' }, decision: { allowed: true, capacity } };
    const copied = after(start, event as never, walks.outpatient);
    expect(openAt(copied, 'elsewhere', walks.outpatient).comment.open).toBe(true);
    expect(openAt(copied, 'elsewhere', walks.outpatient).inform).toMatchObject({ why: { code: 'notYourDepartment' } });
  });
});

describe('what has ended stays ended: nothing is offered, and a log that goes on is refused', () => {
  test.each(chains)('%s', (chain) => {
    const ends = new Set(
      walks[chain].moments.flatMap(({ facts }) => (facts && isFinal(facts) ? [stateName(facts.state)] : [])),
    );
    expect([...ends].sort()).toEqual([...finals].sort());
    expect(finalFaults(walks[chain])).toEqual([]);
  });

  test('is seen to fail where a rejected referral can be reported again', () => {
    const reopened = changed(chainVersions.inpatient['1']!, (states) => {
      states.rejected = { on: { releaseForm: 'awaitingFillIn' }, meta: { awaits: ['windowClerk'], clause: 'I3' } };
    });
    const faults = withVersion('inpatient', 'reopened', reopened, () =>
      finalFaults(broken('inpatient', { versionFor: () => 'reopened' })),
    );
    expect(faults.join()).toContain('releaseForm is offered');
    expect(faults.join()).toContain('the log takes releaseForm');
  });
});

describe('after a return to whoever fills in', () => {
  test.each(chains)(
    '%s: the same material content goes straight back, another needs every signature again',
    (chain) => {
      expect(returnsOf(walks[chain], 'fillIn').length).toBeGreaterThan(5);
      expect(refillFaults(walks[chain])).toEqual([]);
    },
  );

  test('is seen to fail where every signature is asked again, and where none is', () => {
    const forgetting: typeof apply = (facts, entry, before) =>
      apply(entry.act === 'fillIn' && facts ? { ...facts, signatures: [] } : facts, entry, before);
    expect(refillFaults(broken('inpatient', { apply: forgetting })).join()).toContain('does not go straight back');
    const forgiving: typeof apply = (facts, entry, before) => {
      if (entry.act !== 'fillIn' || !facts?.form) return apply(facts, entry, before);
      const { materialDigest } = entry.data;
      return apply(
        { ...facts, signatures: facts.signatures.map((signature) => ({ ...signature, materialDigest })) },
        entry,
        before,
      );
    };
    expect(refillFaults(broken('inpatient', { apply: forgiving })).join()).toContain('keeps signatures');
  });
});

describe('after a return to an earlier signer', () => {
  test.each(chains)('%s: that signature is asked again and no other, then it goes straight back', (chain) => {
    expect(returnsOf(walks[chain], ...signers)).not.toEqual([]);
    expect(resignFaults(walks[chain])).toEqual([]);
  });

  test('is seen to fail where a return throws all signatures away', () => {
    const clearing: typeof apply = (facts, entry, before) => {
      const next = apply(facts, entry, before);
      return entry.act === 'returnForCorrection' ? { ...next, signatures: [] } : next;
    };
    expect(resignFaults(broken('otherHospital', { apply: clearing })).join()).toContain('touches other signatures');
  });
});

describe("one dean's return clears the other dean's open request", () => {
  test.each(['outpatient', 'otherHospital'] as const)('%s', (chain) => {
    const open = walks[chain].edges.filter(
      ({ from, event }) =>
        event.type === 'returnForCorrection' &&
        from.key.includes('"deanInCharge":"awaiting","businessDean":"awaiting"'),
    );
    expect(open).not.toEqual([]);
    expect(leftWithDeans(walks[chain])).toEqual([]);
  });

  test('is seen to fail where a return leaves the deans where they are', () => {
    const lingering = changed(chainVersions.otherHospital['1']!, (states) => {
      states.awaitingDeans!.on!.returnForCorrection = { guard: 'toFillIn', target: 'awaitingDeans' };
    });
    const faults = withVersion('otherHospital', 'lingering', lingering, () =>
      leftWithDeans(broken('otherHospital', { versionFor: () => 'lingering' })),
    );
    expect(faults).not.toEqual([]);
  });
});

describe('a log that policy never wrote is refused', () => {
  /** A log of an issued letter, to be spoilt. */
  const issued = () => walks.inpatient.moments.find(({ facts }) => facts && stateName(facts.state) === 'issued')!;
  const spoilt = (act: Act, change: (entry: Entry) => object): Entry[] =>
    issued().log.map((entry) => (entry.act === act ? ({ ...entry, ...change(entry) } as Entry) : entry));

  test('unspoilt, it folds', () => {
    expect(stateName(fold(issued().log)!.state)).toBe('issued');
    expect(fold([])).toBeNull();
  });

  test('where it does not begin with a report', () => {
    expect(() =>
      fold(
        issued()
          .log.slice(1)
          .map((entry, i) => ({ ...entry, seq: i + 1 })),
      ),
    ).toThrow('begins with report');
  });

  test('where an entry is missing or numbered anew', () => {
    expect(() => fold(issued().log.filter(({ act }) => act !== 'releaseForm'))).toThrow(
      'entry 3 of the log has number 4',
    );
  });

  test('where an act comes that the chain does not allow', () => {
    expect(() => fold([...issued().log, { ...issued().log[1]!, seq: issued().log.length + 1 }])).toThrow(
      'inpatient does not allow inform in issued',
    );
  });

  test('where a signature covers other content than the form has', () => {
    const other = (entry: Entry) => ({ data: { ...entry.data, materialDigest: 'sha256:other' } });
    expect(() => fold(spoilt('sign', other))).toThrow('signed other content than the form has');
  });

  test('where a signature is not the one asked for', () => {
    const other = (entry: Entry) => ({ data: { ...entry.data, step: 'insurance' } });
    expect(() => fold(spoilt('sign', other))).toThrow('does not allow sign in awaitingDepartment');
  });

  test('where a person acted for the system, or the system for a person', () => {
    expect(() => fold(spoilt('releaseForm', () => ({ actor: null })))).toThrow(
      'releaseForm by the wrong kind of actor',
    );
    const expiry = entryOf(issued(), { type: 'expire', who: 'system' }, walks.inpatient);
    expect(stateName(fold([...issued().log, expiry])!.state)).toBe('expired');
    const { actor } = issued().log[0]!;
    expect(() => fold([...issued().log, { ...expiry, actor } as Entry])).toThrow('expire by the wrong kind of actor');
  });

  test('where a letter is used by another number, on a day that cannot be, or once too often', () => {
    const arrival = entryOf(issued(), { type: 'arrive', who: 'receiver' }, walks.inpatient) as EntryOf<'arrive'>;
    const arriving = (change: Partial<EntryOf<'arrive'>['data']>) =>
      fold([...issued().log, { ...arrival, data: { ...arrival.data, ...change } }]);
    expect(arriving({})).toMatchObject({ state: 'issued', uses: 1, arrivedWith: [arrival.data.letterNo] });
    expect(() => arriving({ letterNo: '转〔2026〕000009号' })).toThrow('which is not the newest');
    const { validFrom, validUntil } = issued().facts!.letter!;
    expect(() => arriving({ on: '2026-11-19' })).toThrow(`not between ${validFrom} and ${validFrom}`);
    expect(() => arriving({ on: validUntil })).toThrow('arrived on');
    const again = (times: number) =>
      fold([...issued().log, ...Array.from({ length: times }, (_, i) => ({ ...arrival, seq: arrival.seq + i }))]);
    expect(stateName(again(2)!.state)).toBe('used');
    expect(() => again(3)).toThrow('inpatient does not allow arrive in used');
    const late = { ...arrival, at: `${muchLater.toISOString()}` };
    expect(() => fold([...issued().log, late])).toThrow('does not allow arrive in issued');
  });

  test('where an outcome comes before its arrival, or by another letter', () => {
    const arrival = entryOf(issued(), { type: 'arrive', who: 'receiver' }, walks.inpatient) as EntryOf<'arrive'>;
    const said = { ...arrival.data, kind: 'admitted', text: '已收入院。' };
    const outcome = (seq: number, data: object = said) => ({ ...arrival, seq, act: 'outcome', data }) as EntryOf<'outcome'>;
    const arrived = [...issued().log, arrival];
    const told = fold([...arrived, outcome(arrival.seq + 1)]);
    expect(withoutPeople(told!)).toEqual(withoutPeople(fold(arrived)!));
    expect(() => fold([...issued().log, outcome(arrival.seq)])).toThrow('with which nobody arrived');
    expect(() => fold([...arrived, outcome(arrival.seq + 1, { ...said, letterNo: '别的号' })])).toThrow(
      'with which nobody arrived',
    );
    expect(() => fold([...arrived, outcome(arrival.seq + 1, { ...said, on: '2027-01-01' })])).toThrow('an outcome on');
  });

  test('where a replacement gives more than the letter that it names', () => {
    const { edges } = walks.inpatient;
    const { to } = edges.find(({ event }) => event.type === 'replaceLetter')!;
    const { seq, ...entry } = to.log.at(-1) as EntryOf<'replaceLetter'>;
    const replacing = (change: object) => {
      const letter = { ...entry.data.letter, ...change };
      return fold([...to.log.slice(0, -1), { ...entry, seq, data: { ...entry.data, letter } }]);
    };
    expect(replacing({})!.letter!.replaces).toBe(entry.data.letter.replaces);
    const more = [
      { validUntil: '2027-12-31' },
      { uses: 3 },
      { destination: '别的医院' },
      { replaces: null },
      { number: entry.data.letter.replaces },
    ];
    for (const change of more) expect(() => replacing(change)).toThrow('is no replacement of');
    const first = of(issued().log, 'issueLetter')[0]!;
    const invented = { ...first, data: { letter: { ...first.data.letter, replaces: '别的号' } } };
    expect(() => fold([...issued().log.slice(0, -1), invented])).toThrow('replaces one that there never was');
  });

  test('where a signature on paper is older than what it signs, or of a day to come', () => {
    const onPaper = walk('inpatient', { signing: 'onPaper' });
    const { to } = onPaper.edges.find(({ event }) => event.type === 'signOnPaper')!;
    const entry = to.log.at(-1) as EntryOf<'signOnPaper'>;
    const signing = (signedOn: string) => fold([...to.log.slice(0, -1), { ...entry, data: { ...entry.data, signedOn } }]);
    expect(signing('2026-11-20')!.signatures).toMatchObject([{ personId: entry.data.signer.id, onPaper: true }]);
    expect(() => signing('2026-11-19')).toThrow('signed on 2026-11-19, not between 2026-11-20 and 2026-11-20');
    expect(() => signing('2026-11-21')).toThrow('signed on 2026-11-21');
    const other = { ...entry, data: { ...entry.data, materialDigest: 'sha256:other' } };
    expect(() => fold([...to.log.slice(0, -1), other])).toThrow('signed other content than the form has');
    // Filled in again with the same content a day later, it is another sheet.
    const filled = to.log.findIndex(({ act }) => act === 'fillIn');
    const nextDay = to.log.map((one, i) => ({ ...one, at: i < filled ? one.at : one.at.replace('11-20', '11-21') }) as Entry);
    expect(() => fold(nextDay)).toThrow('signed on 2026-11-20, not between 2026-11-21 and 2026-11-21');
  });

  test('where a letter expires before its last valid day is over, and not a moment later', () => {
    const expiry = entryOf(issued(), { type: 'expire', who: 'system' }, walks.inpatient);
    const { validUntil } = issued().facts!.letter!;
    const expiringAt = (at: string) => fold([...issued().log, { ...expiry, at } as Entry]);
    expect(() => expiringAt(`${validUntil}T23:59:59.999+08:00`)).toThrow('does not allow expire in issued');
    const midnight = new Date(Date.parse(`${validUntil}T00:00:00+08:00`) + 86_400_000).toISOString();
    expect(stateName(expiringAt(midnight)!.state)).toBe('expired');
    expect(muchLater.getTime()).toBeGreaterThan(Date.parse(midnight));
  });

  test('where a letter is handed over that is not in force', () => {
    const { log, facts } = issued();
    const collector = { name: '李', relation: 'spouse', idNumberMasked: '', idNumberEncrypted: '' } as const;
    const letterNo = facts!.letter!.number;
    const entry = { ...log.at(-1)!, act: 'handOver', seq: log.length + 1, data: { letterNo, collector } } as Entry;
    expect(fold([...log, entry])).toEqual(facts);
    const other = { ...entry, data: { letterNo: '转〔2026〕000009号', collector } } as Entry;
    expect(() => fold([...log, other])).toThrow('letter 转〔2026〕000009号 is handed over, which is not in force');
    expect(() => fold([...log, { ...entry, at: muchLater.toISOString() } as Entry])).toThrow('which is not in force');
    const before = log.slice(0, -1);
    expect(() => fold([...before, { ...entry, seq: log.length } as Entry])).toThrow('which is not in force');
  });

  test('where something else than the last act is taken back', () => {
    const { edges } = walks.inpatient;
    const { to } = edges.find(({ event, from }) => event.type === 'recall' && from.log.at(-1)!.act === 'sign')!;
    expect(fold(to.log)).toEqual(to.facts);
    const entry = to.log.at(-1) as Extract<Entry, { act: 'recall' }>;
    const other = { ...entry, data: { ...entry.data, takesBack: 3 } };
    expect(() => fold([...to.log.slice(0, -1), other])).toThrow('recall of entry 3, but sign in');
    const [report] = to.log;
    const first = { ...entry, seq: 2, data: { takesBack: 1, act: 'report' } };
    expect(() => fold([report!, first])).toThrow('recall of entry 1, but report in 1 came last');
  });

  test('though asides may stand between an act and its recall', () => {
    const { edges } = walks.inpatient;
    const { to } = edges.find(({ event, from }) => event.type === 'recall' && from.log.at(-1)!.act === 'sign')!;
    const recall = to.log.at(-1)!;
    const remark = { ...recall, act: 'comment', data: { text: '请稍候' } } as Entry;
    const log = [...to.log.slice(0, -1), remark, { ...recall, seq: recall.seq + 1 } as Entry];
    expect(fold(log)).toEqual(to.facts);
    expect(versionOf(log)).toBe(log.filter(({ act }) => !isAside(act)).length);
  });
});
