import type { Say } from '../i18n/words.ts';
import type { Pointer } from './typed.ts';
import type { formWords } from './words.ts';

type Key = keyof (typeof formWords)['words']['zh-CN'];

/** In the order of the page. */
const labels: Record<string, Key> = {
  '/departmentId': 'department',
  '/content/patient/idNumber': 'idNumber',
  '/content/patient/name': 'patientName',
  '/content/patient/phone': 'phone',
  '/content/patient/address': 'address',
  '/content/patient/insuranceKind': 'insuranceKind',
  '/content/patient/insuranceNo': 'insuranceNo',
  '/content/patient/medicalRecordNo': 'medicalRecordNo',
  '/content/diagnoses': 'diagnoses',
  '/content/urgency': 'urgency',
  '/content/condition': 'condition',
  '/content/reason': 'reason',
  '/content/remark': 'remark',
  '/content/destination': 'destination',
  '/content/destination/name': 'hospitalName',
  '/content/destination/code': 'hospitalCode',
  '/content/destination/division': 'division',
  '/content/destination/department': 'destinationDepartment',
  '/content/agent': 'agent',
  '/content/agent/hospital': 'agentHospital',
  '/papers': 'papers',
};

/** Where a field stands on the page, among the others. */
export function placeOf(pointer: Pointer): number {
  const places = Object.keys(labels);
  return Math.max(...places.map((place, i) => (pointer.startsWith(place) ? i : -1)));
}

const ofAgent: Record<string, Key> = { idNumber: 'idNumber', name: 'patientName', phone: 'phone' };

/** What a field is called, wherever it is spoken of away from itself. */
export function labelOf(pointer: Pointer, say: Say<Key>): string {
  const known = labels[pointer];
  if (known) return say(known);
  const [, part, place, field] = pointer.slice(1).split('/');
  if (part === 'diagnoses') {
    const which = place === '0' ? say('diagnosisMain') : say('diagnosisOther', { number: Number(place) });
    return field ? `${which} ${say(field === 'code' ? 'diagnosisCode' : 'diagnosisName')}` : which;
  }
  const agents = place && ofAgent[place];
  return part === 'agent' ? `${say('agent')} ${agents ? say(agents) : ''}` : pointer;
}
