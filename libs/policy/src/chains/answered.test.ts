import { expect, test } from '@jest/globals';
import { conditionAnsweredBy, signatureAskedOf } from './answered.ts';

test('every act beside a signature answers the one condition that allows it', () => {
  expect(conditionAnsweredBy).toEqual({
    inform: 'awaitingInform',
    decline: 'awaitingInform',
    releaseForm: 'awaitingRelease',
    fillIn: 'awaitingFillIn',
    issueLetter: 'awaitingLetter',
  });
});

test('every signing office is asked for one signature, whatever the chain', () => {
  expect(signatureAskedOf).toEqual({
    departmentDirector: 'department',
    departmentLead: 'department',
    medicalDirector: 'medicalDirector',
    deanInCharge: 'deanInCharge',
    businessDean: 'businessDean',
    insuranceDirector: 'insurance',
    insuranceLead: 'insurance',
  });
});
