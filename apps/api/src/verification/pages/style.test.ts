import { describe, expect, test } from '@jest/globals';
import { style } from './style.ts';

type Palette = Record<string, string>;

const read = (rule: string): Palette =>
  Object.fromEntries([...rule.matchAll(/--([\w-]+): (#\w+)/g)].map(([, name, colour]) => [name!, colour!]));
const [light, dark] = [...style.matchAll(/:root \{([^}]+)\}/g)].map(([, rule]) => read(rule!)) as [Palette, Palette];

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replaceAll(/[^#]/g, '$&$&') : colour;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

test('contrast is measured as WCAG has it', () => {
  expect(contrast('#000', '#fff')).toBeCloseTo(21);
  expect(contrast('#767676', '#fff')).toBeCloseTo(4.54, 2);
});

describe.each([
  ['in light', light],
  ['in the dark', dark],
])('%s', (_, colours) => {
  const of = (name: string) => colours[name] ?? name;

  test.each([
    ...['text', 'quiet', 'link', 'fault'].flatMap((name) => [[name, 'page'], [name, 'card']]),
    ...['good', 'spent', 'late', 'bad', 'unknown'].map((tone) => ['#fff', tone]),
    ['button-text', 'button'],
    ['fault', 'fault-page'],
  ] as [string, string][])('%s can be read on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each([['field', 'card'], ['link', 'page'], ['fault', 'card']] as [string, string][])('the edge of a %s stands out from a %s', (edge, ground) => {
    expect(contrast(of(edge), of(ground))).toBeGreaterThanOrEqual(3);
  });
});
