import { describe, expect, test } from '@jest/globals';
import { vacanciesIn } from './vacancies.ts';
import { isDepartmentOffice, offices, type Office } from './vocabulary.ts';

const everybody = offices.map((office) => ({ office, departmentId: isDepartmentOffice(office) ? 'surgery' : null }));
const without = (...missing: Office[]) => vacanciesIn(['surgery'], everybody.filter(({ office }) => !missing.includes(office)));

describe('an office that nobody holds', () => {
  test('is not found where all are held', () => {
    expect(without()).toEqual([]);
  });

  test('stops the chains that await it alone', () => {
    expect(without('medicalDirector')).toEqual([{ office: 'medicalDirector', departmentId: null, chains: ['outpatient', 'otherHospital'] }]);
    expect(without('bedDoctor')).toEqual([{ office: 'bedDoctor', departmentId: 'surgery', chains: ['inpatient'] }]);
    expect(without('businessDean').map(({ chains }) => chains)).toEqual([['outpatient', 'otherHospital']]);
  });

  test('stops nothing while another may act in its place, and everything when that one is empty too', () => {
    expect(without('insuranceLead').map(({ chains }) => chains)).toEqual([[]]);
    expect(without('insuranceLead', 'insuranceDirector').map(({ chains }) => chains)).toEqual([
      ['outpatient', 'inpatient', 'otherHospital'],
      ['outpatient', 'inpatient', 'otherHospital'],
    ]);
    expect(without('departmentLead').map(({ chains }) => chains)).toEqual([[]]);
    expect(without('departmentLead', 'departmentDirector').map(({ chains }) => chains)).toEqual([
      ['outpatient', 'inpatient'],
      ['outpatient', 'inpatient'],
    ]);
  });

  test('stops nothing where no chain awaits it', () => {
    expect(without('auditor')).toEqual([{ office: 'auditor', departmentId: null, chains: [] }]);
  });

  test('is looked for in every department by itself', () => {
    const found = vacanciesIn(['surgery', 'oncology'], everybody).map(({ office, departmentId }) => [office, departmentId]);
    expect(found).toEqual(offices.filter(isDepartmentOffice).map((office) => [office, 'oncology']));
  });
});
