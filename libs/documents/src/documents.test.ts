import { describe, expect, it } from '@jest/globals';
import { decode, encode } from 'fast-png';
import jsQR from 'jsqr';
import { form, letter, signature, signatureImage, supersededForm } from '../test/samples.ts';
import { type Picture, read, textOf } from '../test/pixels.ts';
import { renderApprovalForm, renderLetter } from './index.ts';
import { signatureImage as signatureImageOf } from './signature-image.ts';
import type { ApprovalFormView, LetterView } from './views.ts';

/** The package is CommonJS and says in its types that it is not. */
const readCode = jsQR as unknown as typeof jsQR.default;

const formText = async (view: ApprovalFormView) => textOf((await renderApprovalForm(view)).pdf);
const letterText = async (view: LetterView) => textOf((await renderLetter(view)).pdf);
/** One pixel. */
const smallestJpeg =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=';

const without = (text: string) => text.replace(/\s/g, '');
/** pdfkit writes the objects of a file as plain text; only their streams are packed. */
const source = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');

/** A phone is held over the lower left of the page. */
function seenByPhone({ width, height, data }: Picture): string | undefined {
  const [wide, top, bottom] = [Math.floor(width * 0.4), Math.floor(height * 0.4), Math.floor(height * 0.75)];
  const view = new Uint8ClampedArray(wide * (bottom - top) * 4);
  for (let y = top; y < bottom; y++) view.set(data.subarray(y * width * 4, (y * width + wide) * 4), (y - top) * wide * 4);
  return readCode(view, wide, bottom - top)?.data;
}

/** Dark points less than 18 mm from the sides of a page of 595 points, or 8 mm from its ends. */
function inkInMargins({ width, height, data }: Picture): number {
  let count = 0;
  for (let row = 0; row < height; row++) {
    const y = row * (842 / height);
    for (let column = 0; column < width; column++) {
      const x = column * (595 / width);
      if ((x < 51 || x > 544 || y < 23 || y > 819) && data[(row * width + column) * 4]! < 200) count++;
    }
  }
  return count;
}

describe('An approval form', () => {
  it('says what the referral says', async () => {
    const text = await formText(form);
    const { patient, destination, reporter } = form;
    const said = [form.number, form.letterhead.institution, form.letterhead.sealText, form.chainName, form.urgency, form.department, patient.name, patient.idNumber,
      patient.phone, patient.address, patient.insurance, patient.insuranceNo, patient.medicalRecordNo, patient.birthDate, '64岁', form.condition, form.reason,
      destination!.name, destination!.code, destination!.division, reporter.name, form.letterNo, form.head, '第1页共1页'];
    for (const value of said) expect(text).toContain(without(value!));
    for (const { code, name } of form.diagnoses) expect(text).toContain(`${name}（${code}）`);
  });

  it('names the other hospital and its agent, of its inpatients alone', async () => {
    expect(await formText(form)).not.toContain('原住院医院');
    expect(await formText({ ...form, agent: { name: '陈志强', hospital: '滨海市第二人民医院' } })).toMatch(/原住院医院滨海市第二人民医院经办人陈志强/);
  });

  it('shows every opinion with office, name and time', async () => {
    const text = await formText(form);
    for (const { step, opinion, office, name } of form.signatures) for (const value of [step, opinion, office, name]) expect(text).toContain(without(value));
    expect(text).toContain('2026年11月18日09:12');
  });

  it('names the substitute, the holder and the warrant', async () => {
    expect(await formText(form)).toContain('周志强代林国栋（代理授权代〔2026〕017号）');
  });

  it('marks a signature given on paper, and only that', async () => {
    const one = { ...form, signatures: [signature] };
    expect(await formText(one)).not.toContain('纸质签字');
    expect(await formText({ ...one, signatures: [{ ...signature, onPaper: '2026-11-18' }] })).toContain('2026年11月18日纸质签字');
  });

  it('says that a signature no longer counts, and only of those', async () => {
    const text = await formText(supersededForm);
    expect(text.match(/已失效/g)).toHaveLength(2);
    expect(await formText(form)).not.toContain('已失效');
  });

  it('calls a signature 可靠电子签名 only with a certificate', async () => {
    expect(await formText(form)).not.toContain('可靠电子签名');
    expect(await formText({ ...form, signatures: [{ ...signature, reliable: true }] })).toContain('可靠电子签名');
  });

  it('leaves room for each signature still awaited', async () => {
    const text = await formText(supersededForm);
    for (const step of supersededForm.awaited) expect(text).toContain(step);
    expect(text).toContain('退回补正：转往机构填写有误');
  });

  it('goes over as many pages as its opinions need, without losing a character', async () => {
    const long = Array.from({ length: 10_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('');
    const view = { ...form, signatures: [{ ...signature, opinion: long }] };
    const { pdf, pages } = await renderApprovalForm(view);
    const { texts } = await read(pdf, 0.1);
    expect(pages).toBe(texts.length);
    expect(pages).toBeGreaterThan(6);
    texts.forEach((text, i) => expect(without(text)).toContain(`第${i + 1}页共${pages}页`));
    const lines = texts.join('\n').split(/\s+/).filter((line) => long.includes(line));
    expect(lines.join('')).toHaveLength(long.length);
  });

  it('shows a name of any length', async () => {
    const name = '阿卜杜热合曼·麦麦提图尔荪江'.repeat(12);
    expect(await formText({ ...form, patient: { ...form.patient, name }, signatures: [{ ...signature, name }] })).toContain(name);
  });

  it('exists also when the picture of a signature is damaged', async () => {
    for (const damaged of [signatureImage.slice(0, 4000), new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 2, 0, 0])]) {
      const text = await formText({ ...form, signatures: [{ ...signature, image: damaged }, { ...signature, step: '医保办意见' }] });
      expect(text).toContain('签字：王建国');
    }
  });

  it('takes each kind of picture that people upload, and none where there is none', async () => {
    const { width, height, data } = decode(signatureImage);
    const ink = Uint8Array.from({ length: width * height }, (_, i) => data[i * 4 + 3]!);
    const bits = new Uint8Array(Math.ceil(width / 8) * height);
    ink.forEach((value, i) => {
      if (value < 128) bits[Math.floor(i / width) * Math.ceil(width / 8) + ((i % width) >> 3)]! |= 128 >> (i % width & 7);
    });
    const palette = [[255, 255, 255], [20, 20, 90]];
    const pictures = {
      transparent: signatureImage,
      grey: encode({ width, height, data: ink.map((value) => 255 - value), channels: 1 }),
      deep: encode({ width, height, data: Uint16Array.from(data, (value) => value * 257), channels: 4, depth: 16 }),
      bits: encode({ width, height, data: bits, channels: 1, depth: 1 }),
      numbered: encode({ width, height, data: ink.map((value) => Number(value >= 128)), channels: 1, depth: 8, palette }),
      large: encode({ width: 2000, height: 2000, data: new Uint8Array(2000 * 2000 * 4), channels: 4 }),
      jpeg: new Uint8Array(Buffer.from(smallestJpeg, 'base64')),
    };
    const drawn = async (image: Uint8Array | null) => source((await renderApprovalForm({ ...form, signatures: [{ ...signature, image }] })).pdf).includes('/Subtype /Image');
    for (const [kind, image] of Object.entries(pictures)) expect([kind, await drawn(image)]).toEqual([kind, true]);
    expect(await drawn(null)).toBe(false);
  });

  it('shows a picture of a signature as it is, whatever its kind', () => {
    const shown = (image: Uint8Array) => [...decode(signatureImageOf(image)).data];
    const grey = encode({ width: 2, height: 1, data: new Uint8Array([0, 255]), channels: 1 });
    const bits = encode({ width: 2, height: 1, data: new Uint8Array([0b01000000]), channels: 1, depth: 1 });
    const half = encode({ width: 2, height: 1, data: new Uint8Array([0, 0, 0, 255, 0, 0, 0, 0]), channels: 4 });
    for (const image of [grey, bits, half]) expect(shown(image)).toEqual([0, 0, 0, 255, 255, 255]);
  });
});

describe('A letter', () => {
  it('says who goes where, why, and until when', async () => {
    const text = await letterText(letter);
    const { patient, destination } = letter;
    const said = [letter.number, letter.letterhead.institution, letter.letterhead.sealText, `${destination.name}：`, patient.name, patient.idNumber, patient.insurance!,
      letter.reason, destination.department, '自2026年11月19日起至2026年12月18日止有效，限使用一次', letter.returnCode, letter.verifyPage, letter.issuedBy, letter.head, '此致敬礼！', '回执', '第1页共1页'];
    for (const value of said) expect(text).toContain(without(value!));
  });

  it('says whose patient it is, and who has no insurance', async () => {
    const text = await letterText(letter);
    expect([text.includes('兹有我院患者陈桂芳，'), text.includes('参加职工基本医疗保险（医保编号：')]).toEqual([true, true]);
    const other = await letterText({ ...letter, otherHospital: '滨海市第二人民医院', patient: { ...letter.patient, insurance: null } });
    expect(other).toContain('兹有滨海市第二人民医院住院患者陈桂芳，');
    expect(other).toContain('，未参加基本医疗保险，病案号');
    expect(await formText({ ...form, patient: { ...form.patient, insurance: null } })).toContain('参保类型未参保');
  });

  it('names the letter that it replaces', async () => {
    expect(await letterText(letter)).not.toContain('换发');
    expect(await letterText({ ...letter, replaces: '东转〔2026〕000101号', uses: 3 })).toContain('（换发：原东转〔2026〕000101号介绍信同时作废）');
  });

  it('holds a code that a phone reads from the printed page', async () => {
    for (const view of [letter, { ...letter, mark: 'void' as const }, { ...letter, verifyUrl: 'https://a.cn/verify/x' }]) {
      // 200 pixels to the inch: less than any printer or phone gives.
      const [picture] = (await read((await renderLetter(view)).pdf, 200 / 72)).pictures;
      expect(seenByPhone(picture!)).toBe(view.verifyUrl);
    }
  });

  it('goes over several pages with a long reason, the seal never alone', async () => {
    const reason = letter.reason.repeat(20);
    const { pdf, pages } = await renderLetter({ ...letter, reason });
    const { texts } = await read(pdf, 0.1);
    expect(pages).toBeGreaterThan(1);
    expect(texts.join('').replace(/\s/g, '')).toContain('此致敬礼！');
    const closing = texts.find((text) => text.includes('敬礼'))!;
    expect(without(closing)).toContain('止有效');
  });

  it('prints rare characters, and gives the number of those that no font has', async () => {
    const text = await letterText({ ...letter, patient: { ...letter.patient, name: '𠮷䶮𰀀' } });
    expect(text).toContain('患者𠮷䶮〔U+30000〕，女');
  });
});

describe('Each document', () => {
  const both = [
    ['form', async (change: Partial<ApprovalFormView & LetterView>) => renderApprovalForm({ ...form, ...change })],
    ['letter', async (change: Partial<ApprovalFormView & LetterView>) => renderLetter({ ...letter, ...change })],
  ] as const;

  it.each(both)('is the same bytes for the same view: %s', async (_, render) => {
    const first = await render({});
    await renderLetter({ ...letter, patient: { ...letter.patient, name: '别人' } });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(Buffer.compare((await render({})).pdf, first.pdf)).toBe(0);
  });

  it.each(both)('is other bytes for another view: %s', async (_, render) => {
    expect(Buffer.compare((await render({ copy: 2 })).pdf, (await render({})).pdf)).not.toBe(0);
  });

  it.each(both)('embeds its fonts, cut down to what it prints: %s', async (_, render) => {
    const { pdf } = await render({});
    const fonts = source(pdf).match(/\/BaseFont \/\S+/g) ?? [];
    expect(fonts.length).toBeGreaterThan(1);
    for (const one of fonts) expect(one).toMatch(/\/[A-Z]{6}\+NotoSerif(SC|JP)-/);
    expect(source(pdf).match(/\/FontFile2 /g)).toHaveLength(fonts.length / 2);
    expect(pdf.length).toBeLessThan(200_000);
  });

  it.each(both)('says on every page what it is not: %s', async (_, render) => {
    expect(await textOf((await render({})).pdf)).not.toMatch(/草稿|补打/);
    expect(await textOf((await render({ mark: 'draft' })).pdf)).toContain('草稿');
    expect(await textOf((await render({ mark: 'void' })).pdf)).toMatch(/作废$/);
    expect(await textOf((await render({ copy: 3 })).pdf)).toContain('补打第3份');
  });

  it.each(both)('is A4 with nobody named in its properties: %s', async (_, render) => {
    const { pdf } = await render({});
    expect(source(pdf)).toContain('/MediaBox [0 0 595.28 841.89]');
    expect(source(pdf).slice(source(pdf).indexOf('/CreationDate'))).not.toContain(Buffer.from(letter.patient.name, 'utf16le').swap16().toString('latin1'));
  });

  it('stays inside its margins whatever the lengths, and every page has its number', async () => {
    const long = '某某（长名）Abc-123，'.repeat(40);
    const patient = { ...form.patient, name: long, phone: long, address: long, insurance: long, insuranceNo: long, medicalRecordNo: long };
    const destination = { name: long, code: long, division: long, department: long };
    // As long as the contract lets it be.
    const letterhead = { institution: long.slice(0, 100), sealText: long.slice(0, 60), footer: long };
    const diagnoses = Array.from({ length: 60 }, (_, i) => ({ code: `C${i}`, name: long.slice(0, i * 5) }));
    const signatures = form.signatures.map((one, i) => ({ ...one, name: long, office: long.slice(0, 90), stands: i % 2 === 0, onBehalfOf: { name: long, warrantNo: 'W'.repeat(90) } }));
    const remarks = Array.from({ length: 30 }, () => ({ title: '退回', text: long, name: long, at: form.madeAt }));
    const reporter = { name: long, office: long, at: form.madeAt };
    const drawn = [
      await renderApprovalForm({ ...form, patient, destination, letterhead, diagnoses, signatures, remarks, reporter, remark: long, department: long, condition: long, reason: '' }),
      await renderLetter({ ...letter, patient, destination, letterhead, diagnoses, reason: long, issuedBy: long.slice(0, 50), verifyUrl: letter.verifyUrl.padEnd(2000, 'x') }),
    ];
    for (const { pdf, pages } of drawn) {
      const { texts, pictures } = await read(pdf, 1);
      texts.forEach((text, i) => expect(without(text)).toContain(`第${i + 1}页共${pages}页`));
      for (const picture of pictures) expect(inkInMargins(picture)).toBe(0);
    }
    expect(inkInMargins({ width: 10, height: 1, data: new Uint8Array(40) })).toBeGreaterThan(0);
  });

  it('keeps its properties well-formed, whatever the institution is called', async () => {
    const { pdf } = await renderLetter({ ...letter, letterhead: { ...letter.letterhead, institution: 'A&B <医院>' } });
    const metadata = Buffer.from(pdf).toString('utf8').match(/<x:xmpmeta[\s\S]*<\/x:xmpmeta>/)![0];
    expect(metadata).toContain('<rdf:li>A＆B ＜医院＞</rdf:li>');
    expect(metadata).not.toMatch(/&|<医院/);
  });
});
