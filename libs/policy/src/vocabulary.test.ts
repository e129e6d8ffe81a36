import { describe, expect, test } from '@jest/globals';
import * as vocabulary from './vocabulary.ts';
import {
  acts,
  asides,
  chains,
  chainVersions,
  departmentOffices,
  isAside,
  isDepartmentOffice,
  isRecallable,
  isSystemAct,
  offeredActs,
  offices,
  otherHospitalPapers,
  paperKinds,
  reasonedActs,
  recallableActs,
  returnTargets,
  states,
  steps,
  systemActs,
} from './index.ts';

describe('the vocabulary', () => {
  const lists = (Object.entries(vocabulary) as [string, unknown][]).filter((entry): entry is [string, string[]] =>
    Array.isArray(entry[1]),
  );

  test.each(lists)('%s names each word once, as one camel-case word', (_, words) => {
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((word) => !/^[a-z][A-Za-z]*$/.test(word))).toEqual([]);
  });

  test('has every condition of every chain among its states, and none besides', () => {
    const conditions = chains.flatMap((chain) =>
      Object.values(chainVersions[chain]).flatMap(({ states: all }) => Object.keys(all)),
    );
    expect([...new Set(conditions)].sort()).toEqual([...states].sort());
  });

  test('offers every act but the one that begins a referral and those of the system', () => {
    expect([...offeredActs, 'report', ...systemActs].sort()).toEqual([...acts].sort());
    expect(acts.filter(isSystemAct).sort()).toEqual([...systemActs].sort());
  });

  test('takes its parts from its wholes', () => {
    expect(acts).toEqual(expect.arrayContaining([...asides, ...recallableActs, ...reasonedActs]));
    expect(offices).toEqual(expect.arrayContaining([...departmentOffices]));
    expect(paperKinds).toEqual(expect.arrayContaining([...otherHospitalPapers]));
    expect(returnTargets).toEqual(['fillIn', ...steps]);
  });

  test('takes back what began nothing, ended nothing and gave no number', () => {
    expect(acts.filter(isRecallable)).toEqual([
      'inform', 'releaseForm', 'fillIn', 'sign', 'signOnPaper', 'returnForCorrection',
    ]);
    expect(acts.filter(isAside)).toEqual(['remind', 'comment', 'copyTo', 'handOver', 'outcome']);
    expect(offices.filter(isDepartmentOffice)).toEqual([...departmentOffices]);
  });
});
