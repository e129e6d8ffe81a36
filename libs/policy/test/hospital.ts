import type { Appointment, Named, Office, Person, Warrant } from '../src/index.ts';
import { capacitiesOf, capacitiesOn } from '../src/index.ts';

/** A small hospital in which every office is held, some twice, and one substitute could be both deans. */

export const neurology = 'neurology';
export const surgery = 'surgery';

/** Warrants end at noon: whoever acts in the evening acts without them. */
export const morning = new Date('2026-11-20T08:00:00+08:00');
const noon = '2026-11-20T12:00:00+08:00';
export const evening = new Date('2026-11-20T18:00:00+08:00');

const since = '2026-01-01T00:00:00+08:00';
const holds = (office: Office, departmentId: string | null = null): Appointment => ({
  office,
  departmentId,
  from: since,
  until: null,
});

export interface Member extends Named {
  appointments: Appointment[];
  warrants: Warrant[];
}

const member = (id: string, name: string, appointments: Appointment[], warrants: Warrant[] = []): Member => ({
  id,
  name,
  appointments,
  warrants,
});

let warrantNumbers = 0;
/** A warrant of this morning for the first office of its holder. */
export const standsInFor = (holder: Member, appointment = holder.appointments[0]!): Warrant => ({
  warrantNo: `代〔2026〕${String(++warrantNumbers).padStart(4, '0')}号`,
  holder: { id: holder.id, name: holder.name },
  appointment,
  from: since,
  until: noon,
});

const doctor = member('doctor', '陈医生', [holds('attendingPhysician', neurology), holds('bedDoctor', neurology)]);
/** Reports like any doctor, and is the department's director. */
const director = member('director', '科主任林', [
  holds('departmentDirector', neurology),
  holds('attendingPhysician', neurology),
  holds('bedDoctor', neurology),
]);
const lead = member('lead', '转诊负责医生何', [holds('departmentLead', neurology)]);
const elsewhere = member('elsewhere', '外科主任吴', [
  holds('departmentDirector', surgery),
  holds('attendingPhysician', surgery),
  holds('bedDoctor', surgery),
]);
const officer = member('officer', '医务科办事员孙', [holds('medicalOfficer')]);
/** Reviews and reports for the medical department, and is its director. */
const medical = member('medical', '医务科主任周', [holds('medicalDirector'), holds('medicalOfficer')]);
const secondMedical = member('secondMedical', '医务部主任郑', [holds('medicalDirector')]);
const deanInCharge = member('deanInCharge', '分管院长王', [holds('deanInCharge')]);
const businessDean = member('businessDean', '业务院长赵', [holds('businessDean')]);
/** Could be both deans, if the rules let them. */
const substitute = member('substitute', '副院长钱', [], [standsInFor(deanInCharge), standsInFor(businessDean)]);
const insuranceDirector = member('insuranceDirector', '医保办主任冯', [holds('insuranceDirector')]);
const insuranceLead = member('insuranceLead', '医保办蒋', [holds('insuranceLead')]);
const clerk = member('clerk', '医保窗口沈', [holds('windowClerk')]);
const auditor = member('auditor', '审计员韩', [holds('auditor')]);
const administrator = member('administrator', '管理员杨', [holds('administrator')]);

export type Staff = Record<string, Member>;

export const staff: Staff = Object.fromEntries(
  [
    doctor,
    director,
    lead,
    elsewhere,
    officer,
    medical,
    secondMedical,
    deanInCharge,
    businessDean,
    substitute,
    insuranceDirector,
    insuranceLead,
    clerk,
    auditor,
    administrator,
  ].map((one) => [one.id, one]),
);

/** The same hospital, but the business dean also holds a warrant for the dean in charge. */
export const staffWithOneDeanForTheOther: Staff = {
  ...staff,
  businessDean: { ...businessDean, warrants: [standsInFor(deanInCharge)] },
};

export const personOf = ({ id, name, appointments, warrants }: Member, at: Date): Person => ({
  id,
  name,
  capacities: capacitiesOf(appointments, warrants, at),
});

/** Somebody as they may have signed on paper on a day, asked at this moment. */
export const personOn = ({ id, name, appointments, warrants }: Member, day: string, at: Date): Person => ({
  id,
  name,
  capacities: capacitiesOn(appointments, warrants, day, at),
});
