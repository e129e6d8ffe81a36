import { describe, expect, it } from '@jest/globals';
import { linesOf, type Style } from './lines.ts';

const style: Style = { font: 'regular', size: 10 };
const broken = (text: string, characters: number) => linesOf(text, style, characters * style.size).map((line) => line.runs.map((run) => run.text).join(''));

describe('A line', () => {
  it('takes as many characters as its room', () => {
    expect(broken('东莞市第一人民医院', 4)).toEqual(['东莞市第', '一人民医', '院']);
  });

  it('never begins with a closing mark: the character before comes along', () => {
    expect(broken('一二三四“五”六', 4)[1]).not.toMatch(/^”/);
    expect(broken('一二三四％五', 4)).toEqual(['一二三', '四％五']);
  });

  it('lets a mark hang with its blank half where that is enough', () => {
    expect(broken('一二三，四', 3.5)).toEqual(['一二三，', '四']);
    expect(broken('一二三，四', 3.4)).toEqual(['一二', '三，四']);
  });

  it('never ends with an opening mark', () => {
    expect(broken('一二三（四五）', 4)).toEqual(['一二三', '（四五）']);
    expect(broken('一二《三》', 3)).toEqual(['一二', '《三》']);
  });

  it('parts neither a number from its unit nor a dash nor the six dots', () => {
    expect(broken('大小约3.2 cm左右', 4)).toEqual(['大小约', '3.2 cm', '左右']);
    expect(broken('甲乙丙——丁', 4)).toEqual(['甲乙丙', '——丁']);
    expect(broken('甲乙丙……丁', 4)).toEqual(['甲乙丙', '……丁']);
  });

  it('breaks an address behind a slash, and what is longer than a line anywhere', () => {
    expect(broken('https://example.cn/verify', 10)).toEqual(['https://example.cn/', 'verify']);
    expect(broken('//a//', 1).join('')).toBe('//a//');
    expect(broken('A'.repeat(100), 10).join('')).toBe('A'.repeat(100));
  });

  it('breaks where the room ends when no rule allows a break', () => {
    expect(broken('。'.repeat(40), 5).join('')).toBe('。'.repeat(40));
    expect(broken('（'.repeat(40), 5).join('')).toBe('（'.repeat(40));
  });

  it('loses nothing of a long text', () => {
    const text = '患者因“咳嗽、痰中带血2月余”就诊。胸部增强CT（2026-11-01）示右肺上叶占位，约3.2 cm×2.8 cm；FEV1/FVC 58%……'.repeat(150);
    for (const room of [5, 17.3, 38]) expect(broken(text, room).join('')).toBe(text);
  });

  it('keeps line ends and indents each paragraph', () => {
    expect(linesOf('一二三\n四', { ...style, indent: 2 }, 40).map((line) => line.runs[0]!.text)).toEqual(['　　一二', '三', '　　四']);
  });

  it('sets neighbouring marks closer', () => {
    const [apart, together] = ['）甲。', '甲）。'].map((text) => linesOf(text, style, 100)[0]!.width);
    expect(apart).toBe(30);
    expect(together).toBe(25);
  });
});
