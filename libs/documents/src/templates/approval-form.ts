import { linesOf, type Style } from '../lines.ts';
import { dim, grey, ink, mm, Sheet } from '../sheet.ts';
import { UnreadableImage } from '../signature-image.ts';
import { type Density, type Item, Table } from '../table.ts';
import type { ApprovalFormView, DestinationView, PatientView, Rendered, SignatureView } from '../views.ts';
import { chineseDate, chineseTime } from '../wording.ts';

const labelWidth = 27 * mm;
const sealSize = 38 * mm;
const signed = { width: 34 * mm, height: 32 };
const plain: Style = { font: 'regular', size: 10.5 };

/** As on a form printed for filling in by hand. */
const roomy: Density = { size: 10.5, leading: 16, padding: 5 };

/** Tried in this order where a form would go over to a second page. */
const closer: Density[] = [
  { size: 10.5, leading: 15.5, padding: 4.5 },
  { size: 10.5, leading: 15, padding: 4 },
  { size: 10, leading: 14.5, padding: 4 },
  { size: 10, leading: 14, padding: 3.5 },
  { size: 10, leading: 13.5, padding: 3 },
];

/** The approval form 转诊审批表: what the referral says, and below it one field for each opinion that the chain demands. */
export async function renderApprovalForm(view: ApprovalFormView): Promise<Rendered> {
  try {
    return await fitted(view).finish();
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error;
    // The name, the time and the office are the signature; a damaged picture of it must not keep the form from existing.
    return renderApprovalForm({ ...view, signatures: view.signatures.map((one) => (one.image === error.bytes ? { ...one, image: null } : one)) });
  }
}

function fitted(view: ApprovalFormView): Sheet {
  const first = laidOut(view, roomy);
  // The closest setting saves a quarter: what fills more than two pages need not be tried.
  if (first.pages !== 2) return first;
  for (const density of closer) {
    const sheet = laidOut(view, density);
    if (sheet.pages === 1) return sheet;
  }
  return first;
}

function laidOut(view: ApprovalFormView, density: Density): Sheet {
  const sheet = new Sheet({
    title: `转诊审批表 ${view.number}`,
    author: view.letterhead.institution,
    madeAt: view.madeAt,
    mark: view.mark,
    copy: view.copy,
    footer: view.letterhead.footer,
    origin: `记录校验值 ${view.head}　制表时间 ${chineseTime(view.madeAt)}`,
    runningTitle: `转诊审批表　编号：${view.number}（续页）`,
  });
  const table = new Table(sheet, heading(sheet, view), labelWidth, density);
  const whole = sheet.width - labelWidth;
  patientRows(table, whole, view.patient);
  caseRows(table, whole, view);
  for (const step of stepsOf(view)) table.section(step, opinions(sheet, table, view, step));
  if (view.remarks.length > 0) table.section('退回及\n其他处理', remarks(table, view));
  table.section('审批结果', [result(sheet, table, view)]);
  table.close();
  return sheet;
}

function heading(sheet: Sheet, view: ApprovalFormView): number {
  let y = sheet.heading(view.letterhead.institution, sheet.top, { font: 'bold', size: 16 }, 2);
  y = sheet.heading('转诊审批表', y + 3, { font: 'bold', size: 22 }, 8);
  sheet.text(`编号：${view.number}`, sheet.left, y + 16, plain);
  sheet.text(`类别：${view.chainName}　紧急程度：${view.urgency}`, sheet.left, y + 16, plain, { align: 'right' }, sheet.width);
  return y + 23;
}

function patientRows(table: Table, whole: number, patient: PatientView): void {
  table.row([
    { centred: true, text: '姓名', width: labelWidth },
    { text: patient.name, width: whole * 0.3 },
    { centred: true, text: '性别', width: whole * 0.08 },
    { centred: true, text: patient.sex, width: whole * 0.07 },
    { centred: true, text: '年龄', width: whole * 0.09 },
    { centred: true, text: `${patient.age}岁`, width: whole * 0.11 },
    { centred: true, text: '出生日期', width: whole * 0.15 },
    { centred: true, text: patient.birthDate, width: whole * 0.2 },
  ]);
  pair(table, whole, ['身份证号', patient.idNumber], ['病案号', patient.medicalRecordNo]);
  pair(table, whole, ['参保类型', patient.insurance ?? '未参保'], ['医保编号', patient.insuranceNo]);
  pair(table, whole, ['联系电话', patient.phone], ['住址', patient.address]);
}

/** Two names with their values. */
function pair(table: Table, whole: number, first: [string, string | null], second: [string, string | null]): void {
  table.row([
    { centred: true, text: first[0], width: labelWidth },
    { text: first[1] ?? '', width: whole * 0.3 },
    { centred: true, text: second[0], width: whole * 0.15 },
    { text: second[1] ?? '', width: whole * 0.55 },
  ]);
}

function caseRows(table: Table, whole: number, view: ApprovalFormView): void {
  const { name, office, at } = view.reporter;
  pair(table, whole, ['申请科室', view.department], ['报告人', `${name}${office === '' ? '　' : `（${office}）`}${chineseTime(at)}`]);
  if (view.agent !== null) pair(table, whole, ['原住院医院', view.agent.hospital], ['经办人', view.agent.name]);
  const numbered = view.diagnoses.length > 1;
  table.section('诊断\n（ICD-10）', table.text(view.diagnoses.map(({ code, name }, i) => `${numbered ? `${i + 1}. ` : ''}${name}（${code}）`).join('\n')));
  table.section('病情摘要', table.text(view.condition));
  table.section('转诊理由', table.text(view.reason));
  table.section('转往机构', table.text(view.destination === null ? '' : destinationText(view.destination)));
  if (view.remark !== null && view.remark !== '') table.section('备注', table.text(view.remark));
}

function destinationText(destination: DestinationView): string {
  const department = destination.department === null ? '' : `　${destination.department}`;
  const code = destination.code === null ? '' : `　医保机构编码：${destination.code}`;
  return `${destination.name}${department}\n所在地：${destination.division}${code}`;
}

/** In the order in which each was first signed; what is still awaited follows. */
function stepsOf(view: ApprovalFormView): string[] {
  return [...new Set([...view.signatures.map(({ step }) => step), ...view.awaited])];
}

function opinions(sheet: Sheet, table: Table, view: ApprovalFormView, step: string): Item[] {
  const each = view.signatures.filter((signature) => signature.step === step).map((signature) => opinion(sheet, table, signature));
  if (view.awaited.includes(step)) each.push([blank(sheet, table)]);
  return each.flatMap((items, i) => (i === 0 ? items : [{ height: 9, divider: true, keep: true, draw: () => undefined }, ...items]));
}

function opinion(sheet: Sheet, table: Table, signature: SignatureView): Item[] {
  const text = table.text(signature.opinion, { color: signature.stands ? ink : grey, struck: !signature.stands });
  text.at(-1)!.keep = true;
  return [...text, ...signedBy(sheet, table, signature)];
}

/** Against the right edge, as on paper; the handwriting to the right of the name, the office and the time. */
function signedBy(sheet: Sheet, table: Table, signature: SignatureView): Item[] {
  const { image, stands, onBehalfOf, office } = signature;
  const color = stands ? ink : grey;
  const before = stands ? 0 : 62;
  const handwriting = image === null ? 0 : signed.width + 40;
  const room = table.room - before - handwriting;
  const name = onBehalfOf === null ? signature.name : `${signature.name} 代 ${onBehalfOf.name}（代理授权 ${onBehalfOf.warrantNo}）`;
  const names = linesOf(`${image === null ? '签字：' : ''}${name}`, table.style, room);
  const manner = linesOf(`${office}　${signedHow(signature)}`, table.small, room);
  const text = (names.length + manner.length) * table.leading;
  const height = Math.max(text, image === null ? 0 : signed.height);
  // Beyond this the names themselves must be able to go over to the next page, and the handwriting gives way to them.
  if (names.length + manner.length > 12) {
    const said = `${stands ? '' : '【已失效】'}签字：${name}\n${office}　${signedHow(signature)}`;
    return table.text(said, { color });
  }
  const block: Item = {
    height,
    draw: (x, y) => {
      if (!stands) sheet.text('【已失效】', x, table.baseline(y + height - table.leading), { ...table.style, font: 'bold' }, { color: dim });
      const top = y + (height - text) / 2;
      [...names, ...manner].forEach((line, i) => {
        const style = i < names.length ? table.style : table.small;
        sheet.line(line, x + before, table.baseline(top + i * table.leading), style, room, { align: 'right', color });
      });
      if (image === null) return;
      const middle = y + height / 2;
      sheet.text('签字：', x + table.room - handwriting + 10, table.baseline(middle - table.leading / 2), table.style, { color });
      sheet.image(image, x + table.room - signed.width, middle - signed.height / 2, signed.width, signed.height, !stands);
    },
  };
  return [block];
}

/** Only a CA-issued certificate makes an electronic signature a 可靠电子签名 (Electronic Signature Law, article 13). */
function signedHow(signature: SignatureView): string {
  if (signature.onPaper !== null) return `${chineseDate(signature.onPaper)}　纸质签字（扫描件存档，${chineseTime(signature.at)}登记）`;
  return `${chineseTime(signature.at)}　${signature.reliable ? '可靠电子签名' : '电子签字'}`;
}

/** Room to sign by hand: a printed draft is also how a step is signed on paper. */
function blank(sheet: Sheet, table: Table): Item {
  const height = 3.2 * table.leading;
  return {
    height,
    draw: (x, y) => {
      const right = x + table.room;
      sheet.text('签字：', right - 262, y + height - 4, table.style);
      sheet.rule(right - 230, y + height - 1, right - 110, y + height - 1, 0.5);
      sheet.text('年　　月　　日', x, y + height - 4, table.style, { align: 'right' }, table.room);
    },
  };
}

function remarks(table: Table, view: ApprovalFormView): Item[] {
  return view.remarks.flatMap(({ title, text, name, at }) => {
    const said = table.text(`${title}：${text}`);
    said.at(-1)!.keep = true;
    return [...said, ...table.text(`${name}　${chineseTime(at)}`, { align: 'right', spread: false }, table.room, table.small)];
  });
}

function result(sheet: Sheet, table: Table, view: ApprovalFormView): Item {
  return {
    height: sealSize + 6,
    draw: (x, y) => {
      const room = table.room - sealSize - 12;
      const lines = linesOf(outcome(view), table.style, room);
      lines.forEach((line, i) => sheet.line(line, x, table.baseline(y + 4 + i * (table.leading + 3)), table.style, room));
      sheet.sealBox(x + table.room - sealSize, y + 3, sealSize, view.letterhead.sealText);
    },
  };
}

function outcome(view: ApprovalFormView): string {
  if (view.letterNo !== null) return `经审批同意转诊，签发转诊介绍信。\n介绍信编号：${view.letterNo}`;
  return view.mark === 'void' ? '未签发转诊介绍信。' : '转诊介绍信尚未签发。';
}
