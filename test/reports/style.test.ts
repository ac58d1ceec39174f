import { describe, expect, it } from 'vitest';
import { HUES, INK } from '../../reports/figures/theme.ts';
import { PALETTE, STYLE } from '../../reports/html/style.ts';

/** Relative luminance and contrast of WCAG 2.1. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

describe.each(['light', 'dark'] as const)('the %s page', (scheme) => {
  const { paper, ink, quiet, band, link, note } = PALETTE[scheme];

  it('has text of contrast 4.5 : 1 on every ground that it stands on', () => {
    const pairs = [paper, band].flatMap((ground) => [ink, quiet, link].map((text) => [text, ground] as const));
    expect([...pairs, [ink, note] as const].filter(([text, ground]) => contrast(text, ground) < 4.5)).toEqual([]);
  });

  it('draws marks of contrast 3 : 1', () => {
    expect([...HUES, INK.bad].filter((mark) => contrast(mark, paper) < 3)).toEqual([]);
  });
});

it('asks for nothing from elsewhere and has a style for print', () => {
  expect(STYLE).not.toMatch(/url\(|@import|@font-face/);
  expect(STYLE).toContain('@media print');
});
