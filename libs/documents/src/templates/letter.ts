import { type Line, linesOf, type Style } from '../lines.ts';
import { dim, mm, qrSize, Sheet } from '../sheet.ts';
import type { LetterView, Rendered } from '../views.ts';
import { chineseDate, chineseDay, chineseNumber, chineseTime } from '../wording.ts';

const sealSize = 42 * mm;
const plain: Style = { font: 'regular', size: 10.5 };
const small: Style = { font: 'regular', size: 9 };

/** Of the body, tried in this order until the letter fits on one page; 三号 (16 points) is what official letters are set in. */
const sizes = [16, 15, 14, 13, 12, 11];
/** Where it fits on none. */
const sizeOfSeveralPages = 14;

/** The letter 转诊介绍信, and below a line to cut along the slip 回执 that the receiving hospital returns. */
export async function renderLetter(view: LetterView): Promise<Rendered> {
  for (const size of sizes) {
    const sheet = laidOut(view, size);
    if (sheet.pages === 1) return sheet.finish();
    // The smallest size halves what the first takes.
    if (sheet.pages > 3) break;
  }
  return laidOut(view, sizeOfSeveralPages).finish();
}

function laidOut(view: LetterView, size: number): Sheet {
  const sheet = new Sheet({
    title: `转诊介绍信 ${view.number}`,
    author: view.letterhead.institution,
    madeAt: view.issuedAt,
    mark: view.mark,
    copy: view.copy,
    footer: view.letterhead.footer,
    origin: `记录校验值 ${view.head}　签发时间 ${chineseTime(view.issuedAt)}`,
    runningTitle: `转诊介绍信　${view.number}（续页）`,
  });
  const y = body(sheet, view, heading(sheet, view), size);
  const end = closing(sheet, view, y, size);
  slip(sheet, view, end);
  return sheet;
}

function heading(sheet: Sheet, view: LetterView): number {
  let y = sheet.heading(view.letterhead.institution, sheet.top, { font: 'bold', size: 18 }, 3);
  y = sheet.heading('转诊介绍信', y + 6, { font: 'bold', size: 26 }, 10);
  sheet.text(view.number, sheet.left, y + 15, plain, { align: 'right' }, sheet.width);
  sheet.text(`转诊编号：${view.referralNumber}`, sheet.left, y + 15, plain);
  if (view.replaces !== null) {
    y += 15;
    sheet.text(`（换发：原${view.replaces}介绍信同时作废）`, sheet.left, y + 15, plain, { align: 'right' }, sheet.width);
  }
  sheet.rule(sheet.left, y + 22, sheet.right, y + 22, 1.4);
  sheet.rule(sheet.left, y + 24.6, sheet.right, y + 24.6, 0.5);
  return y + 32;
}

/** What the letter says, one paragraph a line, in the wording of official letters. */
function paragraphs(view: LetterView): string[] {
  const { patient, destination } = view;
  const insured = patient.insurance === null ? '未参加基本医疗保险' : `参加${patient.insurance}${patient.insuranceNo === null ? '' : `（医保编号：${patient.insuranceNo}）`}`;
  const record = patient.medicalRecordNo === null ? '' : `，病案号${patient.medicalRecordNo}`;
  const diagnoses = view.diagnoses.map(({ code, name }) => `${name}（${code}）`).join('；');
  const days = `自${chineseDate(view.validFrom)}起至${chineseDate(view.validUntil)}止有效`;
  const uses = view.uses === 1 ? '限使用一次' : `有效期内限使用${chineseNumber(view.uses)}次`;
  return [
    `兹有${view.otherHospital === null ? '我院' : `${view.otherHospital}住院`}患者${patient.name}，${patient.sex}，${patient.age}岁（${chineseDate(patient.birthDate)}出生），居民身份证号码${patient.idNumber}，${insured}${record}。`,
    `初步诊断：${diagnoses}。`,
    `转诊理由：${sentence(view.reason)}`,
    `经我院按规定程序审批，同意转往贵院${destination.department ?? ''}进一步诊治，请予接洽。`,
    `本介绍信${days}，${uses}；涂改或未加盖公章的无效。`,
  ];
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[。！？!?.]$/.test(trimmed) ? trimmed : `${trimmed}。`;
}

function body(sheet: Sheet, view: LetterView, top: number, size: number): number {
  const style: Style = { font: 'regular', size };
  const leading = size * 1.7;
  const addressed = linesOf(`${view.destination.name}：`, style, sheet.width);
  const said = paragraphs(view).flatMap((text) => linesOf(text, { ...style, indent: 2 }, sheet.width));
  const lines: Line[] = [...addressed, ...said];
  let y = top;
  lines.forEach((line, i) => {
    // The last three lines go together, and with them the greeting and the seal: a seal alone on a page proves nothing.
    const needed = i === lines.length - 3 ? 3 * leading + closingHeight(sheet, view, size) : leading;
    if (y + needed > sheet.bottom) y = sheet.addPage();
    sheet.line(line, sheet.left, y + leading / 2 + size * 0.38, style, sheet.width, { spread: true });
    y += leading;
  });
  return y;
}

/** Width of what stands above the seal, to the right. */
const signedWidth = 62 * mm;
const signedStyle: Style = { font: 'regular', size: 13 };

function signedLines(view: LetterView): Line[] {
  return linesOf(`${view.letterhead.institution}\n${chineseDay(view.issuedAt)}`, signedStyle, signedWidth);
}

function verificationLines(sheet: Sheet, view: LetterView): Line[] {
  const room = sheet.width - qrSize(view.verifyUrl) - signedWidth - 6;
  const text = `扫描左侧二维码，核验本介绍信的真伪、有效期和使用情况。\n不能扫码的，请访问\n${view.verifyPage}\n输入介绍信编号和回执码。\n经办人：${view.issuedBy}`;
  return linesOf(text, small, room);
}

function closingHeight(sheet: Sheet, view: LetterView, size: number): number {
  const beside = Math.max(sealSize, qrSize(view.verifyUrl), 30 + signedLines(view).length * 19, 12 + verificationLines(sheet, view).length * 13.5);
  return 2 * size * 1.7 + beside + 12;
}

/** Greeting, seal and date to the right, the code to check the letter by to the left. */
function closing(sheet: Sheet, view: LetterView, top: number, size: number): number {
  const style: Style = { font: 'regular', size };
  const leading = size * 1.7;
  sheet.text('此致', sheet.left + 2 * size, top + leading / 2 + size * 0.38, style);
  sheet.text('敬礼！', sheet.left, top + 1.5 * leading + size * 0.38, style);
  const y = top + 2 * leading + 8;
  const code = qrSize(view.verifyUrl);
  sheet.qr(view.verifyUrl, sheet.left - 5, y - 2, code);
  verificationLines(sheet, view).forEach((line, i) => sheet.line(line, sheet.left + code, y + 18 + i * 13.5, small, 0));
  const x = sheet.right - signedWidth;
  sheet.sealBox(x + (signedWidth - sealSize) / 2, y, sealSize, view.letterhead.sealText);
  signedLines(view).forEach((line, i) => sheet.line(line, x, y + 42 + i * 19, signedStyle, signedWidth, { align: 'center' }));
  return top + closingHeight(sheet, view, size);
}

const slipLeading = 22;

/** At the foot of the last page, so that it is cut off with one straight cut. */
function slip(sheet: Sheet, view: LetterView, end: number): void {
  const style: Style = { font: 'regular', size: 11 };
  const room = sheet.width;
  const text = linesOf(
    `${view.letterhead.institution}：\n　　你院${view.number}介绍信收悉。患者${view.patient.name}已于＿＿＿＿年＿＿月＿＿日到我院＿＿＿＿＿＿＿科就诊。`,
    style,
    room,
  );
  const height = 26 + 28 + text.length * slipLeading + 3 * slipLeading + 8;
  if (end + height > sheet.bottom) sheet.addPage();
  let y = sheet.bottom - height;
  sheet.dashes(sheet.left, y + 8, sheet.right, y + 8);
  sheet.text('　沿虚线裁下，由接诊医院填写后交回　', sheet.left, y + 20, { ...small, size: 8 }, { align: 'center', color: dim }, room);
  y += 26;
  sheet.heading('回执', y, { font: 'bold', size: 17 }, 14);
  sheet.text(`回执码 ${view.returnCode}`, sheet.left, y + 15, { font: 'bold', size: 12 }, { align: 'right' }, room);
  y += 28;
  text.forEach((line, i) => sheet.line(line, sheet.left, y + 14 + i * slipLeading, style, room));
  y += text.length * slipLeading;
  sheet.text('处理结果：', sheet.left, y + 14, style);
  let x = sheet.left + 62;
  for (const choice of ['收住院', '门诊诊治', '转回', '未诊治', '其他']) {
    sheet.box(x, y + 4.5, 10, 10, 0.7);
    x += 15 + sheet.text(choice, x + 14, y + 14, style) + 16;
  }
  sheet.rule(x - 12, y + 17, sheet.right, y + 17, 0.5);
  y += slipLeading;
  sheet.text('经办人：＿＿＿＿＿＿　联系电话：＿＿＿＿＿＿＿＿　接诊医院（盖章）', sheet.left, y + 14, style);
  sheet.text('年　　月　　日', sheet.left, y + 14, style, { align: 'right' }, room);
  y += slipLeading;
  sheet.text(`也可扫描上方二维码或访问 ${view.verifyPage}，凭介绍信编号和回执码在线回执。`, sheet.left, y + 14, small, { color: dim });
}
