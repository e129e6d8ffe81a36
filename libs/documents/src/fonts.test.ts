import { describe, expect, it } from '@jest/globals';
import { font, fontFor, printable } from './fonts.ts';

describe('A character', () => {
  it('is drawn by the font asked for where that has it', () => {
    for (const character of '转诊䶮𫖯㛃𬤝·—…〔〕①℃×') expect([character, fontFor('regular', character.codePointAt(0)!)]).toEqual([character, 'regular']);
    expect(fontFor('bold', '院'.codePointAt(0)!)).toBe('bold');
  });

  it('is drawn by the second font where the first lacks it', () => {
    expect(fontFor('regular', 0x20bb7)).toBe('rare');
    expect(font('rare').hasGlyphForCodePoint(0x20bb7)).toBe(true);
  });

  it('becomes its number where no font has it, and is never a blank box', () => {
    expect(printable('𰀀某')).toBe('〔U+30000〕某');
    expect(printable('\ue123某')).toBe('〔U+E123〕某');
    expect(printable('\ud842')).toBe('〔U+D842〕');
    expect(printable('𠮷䶮')).toBe('𠮷䶮');
  });

  it('is left out where it is never seen', () => {
    expect(printable('张\u200b三\ufeff\u{e0100}')).toBe('张三');
    expect(printable('一\r\n二\u2028三\t四')).toBe('一\n二\n三    四');
  });
});

describe('Fonts', () => {
  it('are loaded once', () => {
    expect(font('regular')).toBe(font('regular'));
  });

  it('have every simplified character of the national standard list that a name may hold, but for the few that are numbered', () => {
    // 通用规范汉字表 (2013) reaches into the extensions B to E with 196 characters; these are from its third list.
    const outside = [...'㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮'];
    expect(outside.filter((character) => fontFor('regular', character.codePointAt(0)!) === null)).toEqual([]);
  });
});
