import type { Office, Person } from '@countersign/policy';

/** Who watches all of the institution's referrals: the insurance office, those above it, and who inspects it. */
export const watchers: Office[] = ['insuranceDirector', 'insuranceLead', 'medicalDirector', 'deanInCharge', 'businessDean', 'auditor'];

export const watches = ({ capacities }: Person): boolean => capacities.some(({ office }) => watchers.includes(office));
