import { officeWords } from '@countersign/contract';
import { offices } from '@countersign/policy';
import { demoPassword, holderOf, hospitals, type DemoHospital, type DemoPerson } from './hospitals.ts';

/** Columns that a text takes in a terminal: a Chinese character takes two. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, one) => sum + (/[\p{Script=Han}，。、：（）〔〕]/u.test(one) ? 2 : 1), 0);

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(2, width - widthOf(text)));

function substitutesOf({ people, warrants }: DemoHospital): string[] {
  const nameOf = (username: string) => people.find((one) => one.username === username)!.name;
  return warrants.map(
    ({ substitute, holder, office }) =>
      `${substitute} ${nameOf(substitute)}：代${nameOf(holder)}（${officeWords[office]['zh-CN']}）`,
  );
}

/** Whom to sign in as for each office in each demo hospital: what a start with the demo prints. */
export function describeDemo(): string {
  const [officeWidth, englishWidth, personWidth] = [20, 30, 32];
  const sayPerson = ({ username, name }: DemoPerson) => `${username} ${name}`;
  const named = (texts: string[]) => texts.map((text) => pad(text, personWidth)).join('');
  const heading = hospitals.map(({ code, name }) => `${code} ${name}`);
  const departments = hospitals.map((hospital) => Object.values(hospital.departments)[0]!);
  const rows = offices.map((office) => {
    const { 'zh-CN': zh, en } = officeWords[office];
    return `  ${pad(zh, officeWidth)}${pad(en, englishWidth)}${named(hospitals.map((one) => sayPerson(holderOf(one, office))))}`;
  });
  return [
    `演示机构（虚构），密码均为 ${demoPassword}。 Demo hospitals (fictitious); everybody's password is ${demoPassword}`,
    `  ${' '.repeat(officeWidth + englishWidth)}${named(heading)}`,
    `  ${pad('科室', officeWidth)}${pad('department', englishWidth)}${named(departments)}`,
    ...rows,
    '  代理 substitutes:',
    ...hospitals.flatMap((hospital) => substitutesOf(hospital).map((text) => `    ${hospital.code}  ${text}`)),
  ]
    .map((line) => line.trimEnd())
    .join('\n');
}
