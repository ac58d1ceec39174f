import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraph, table } from '../../../reports/blocks.ts';
import { claim, constant } from '../../../reports/claim.ts';
import type { Block, FigureBlock } from '../../../reports/document.ts';
import { renderFigure } from '../../../reports/figures/render.ts';
import { localise, localisedNumber } from '../../../reports/locale/localise.ts';
import { PLAIN, printStyle } from '../../../reports/locale/print-style.ts';
import { zonedTime } from '../../../reports/locale/zoned-time.ts';
import { formatQuantity, type Unit } from '../../../reports/quantity.ts';
import type { FactsSource } from '../../../reports/recompute-all.ts';
import { verdictClaim } from '../../../reports/verdict-claim.ts';
import { printsValue, readingsOf } from '../../../reports/verify/printed-number.ts';
import { readReport } from '../../../reports/verify/read-report.ts';
import { verifyReport } from '../../../reports/verify/verify-report.ts';
import { writeReport } from '../../../reports/write-report.ts';
import { comparisonOf, markdownOf } from '../documents.ts';
import { AFTER, BEFORE } from '../plants.ts';

const LOCALES = ['de', 'fr', 'hu', 'de-CH', 'en', 'pl', 'ar-EG'] as const;
const UNITS: readonly Unit[] = ['seconds', 'bytes', 'bytes_per_second', 'events_per_second', 'percent', 'factor', 'count', 'number', 'p'];

describe('printStyle', () => {
  it.each([
    [{ locale: 'de' }, ',', '.'],
    [{ locale: 'hu-HU' }, ',', '\u00a0'],
    [{ locale: 'fr' }, ',', '\u202f'],
    [{ locale: 'de-CH' }, '.', '’'],
    [{ locale: 'en' }, '.', ','],
    [{}, '.', ''],
    [{ decimal: ',' }, ',', ''],
    [{ locale: 'de', thousands: 'space' }, ',', '\u00a0'],
    [{ locale: 'en', decimal: ',' }, ',', '.'],
    [{ locale: 'de', thousands: 'comma' }, '.', ','],
  ] as const)('of %j', (settings, decimal, thousands) => {
    expect(printStyle(settings)).toEqual({ decimal, thousands, timeZone: 'UTC' });
  });

  it.each(['xx', 'not a locale', '', 'de_DE'])('refuses the locale "%s"', (locale) => {
    expect(() => printStyle({ locale })).toThrow(RangeError);
  });

  it('refuses one mark for both', () => {
    expect(() => printStyle({ decimal: ',', thousands: 'comma' })).toThrow(/must differ/);
  });
});

describe('localisedNumber', () => {
  const german = printStyle({ locale: 'de' });

  it.each([
    ['1.234 s', '1,234\u00a0s'],
    ['12345.6 kB', '12.345,6\u00a0kB'],
    ['1234567', '1.234.567'],
    ['-1234.5', '-1.234,5'],
    ['99.99990 %', '99,99990\u00a0%'],
    ['1.2e-5', '1,2e-5'],
    ['< 1e-300', '<\u00a01e-300'],
    ['unknown', 'unknown'],
  ])('prints %s as %s', (plain, expected) => {
    expect(localisedNumber(plain, german)).toBe(expected);
  });

  it('can be read back as the number that was printed, in every style', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min: -1e12, max: 1e12, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.integer({ min: 0, max: 1e9 }),
        ),
        fc.constantFrom(...UNITS),
        fc.constantFrom(...LOCALES),
        (value, unit, locale) => {
          fc.pre(value === 0 || Math.abs(value) > 1e-12);
          const style = printStyle({ locale });
          const plain = formatQuantity(value, unit);
          const text = localisedNumber(plain, style);
          const [was] = readingsOf(plain, ['.']);
          expect(was).toBeDefined();
          expect(readingsOf(text, [style.decimal])).toEqual([was]);
          expect(printsValue(text, value, false)).toBe(true);
          expect(text).not.toMatch(/ /);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('zonedTime', () => {
  it.each([
    ['UTC', '2026-07-01T10:00:00.123Z'],
    ['Europe/Budapest', '2026-07-01T12:00:00.123+02:00'],
    ['America/St_Johns', '2026-07-01T07:30:00.123-02:30'],
    ['+05:45', '2026-07-01T15:45:00.123+05:45'],
  ])('in %s', (zone, expected) => {
    expect(zonedTime(Date.UTC(2026, 6, 1, 10, 0, 0, 123) * 1000, zone)).toBe(expected);
  });

  it('names the same instant on both sides of a change of the clock', () => {
    const before = Date.UTC(2026, 9, 25, 0, 59) * 1000;
    expect([before, before + 120_000_000].map((at) => zonedTime(at, 'Europe/Berlin'))).toEqual([
      '2026-10-25T02:59:00.000+02:00',
      '2026-10-25T02:01:00.000+01:00',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom('Europe/Berlin', 'Pacific/Apia', 'Asia/Kathmandu'), (ms, zone) => {
        expect(Date.parse(zonedTime(ms * 1000, zone))).toBe(ms);
      }),
      { numRuns: 100 },
    );
  });
});

describe('localise', () => {
  const style = printStyle({ locale: 'hu', timeZone: 'Europe/Budapest' });
  const seconds = claim(1234.5, 'seconds', { statistic: 'median', of: { rows: 'samples', runs: ['r'] } });

  it('leaves a document as it is where nothing is asked for', () => {
    const document = { title: 'T', blocks: [paragraph(seconds, { time: 0 })] };
    expect(localise(document, PLAIN)).toBe(document);
    expect(localise(document, printStyle({}))).toBe(document);
  });

  it('changes what is printed, wherever it stands, and neither values nor recipes', () => {
    const nested: Block = {
      kind: 'items',
      ordered: false,
      start: 1,
      items: [[{ kind: 'quote', blocks: [paragraph({ strong: [{ emphasis: [seconds] }] })] }]],
    };
    const document = { title: 'T', blocks: [nested, table('t', [seconds], ['a'], [[[{ time: 0 }]]])] };
    const { text, claims } = markdownOf(localise(document, style));
    expect(text.match(/1\u00a0234,5\u00a0s|1\u00a0235\u00a0s/g)).toHaveLength(2);
    expect(text).toContain('1970-01-01T01:00:00.000+01:00');
    expect(claims.map(({ value, recipe }) => ({ value, recipe }))).toEqual(Array(2).fill({ value: 1234.5, recipe: seconds.recipe }));
  });

  it('does not touch the words of a verdict', () => {
    const said = verdictClaim('level', 3, { of: { rows: 'samples', runs: [] } });
    expect(markdownOf(localise({ title: 'T', blocks: [paragraph(said)] }, style)).text).toContain('changed, but by less than');
  });

  it('prints the axes of figures alike', async () => {
    const figure: FigureBlock = {
      kind: 'figure',
      id: 'f',
      caption: [],
      alt: 'points',
      spec: { mark: 'point', encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } } },
      rows: [
        { x: 0.5, y: 20_000 },
        { x: 1, y: 10_000 },
      ],
    };
    const [drawn] = localise({ title: 'T', blocks: [figure] }, style).blocks;
    const svg = await renderFigure(drawn as FigureBlock);
    expect(svg).toContain('>20\u00a0000<');
    expect(svg).toContain('>0,5<');
  });

  it('makes a report that is verified as it was printed', async () => {
    const { document, facts } = comparisonOf({ ...BEFORE, runs: 2 }, { ...AFTER, runs: 2 });
    const folder = await mkdtemp(join(tmpdir(), 'locale-'));
    try {
      await writeReport(localise(document, style), join(folder, 'report'));
      const reader = {
        facts: () => Promise.resolve(facts),
        run: (uid: string) => Promise.resolve(facts.runs.find((run) => run.uid === uid)),
        expiredRuns: () => Promise.resolve([]),
        findings: () => Promise.resolve([]),
      };
      const verified = await verifyReport(await readReport(join(folder, 'report')), reader as unknown as FactsSource);
      expect(verified).toMatchObject({ problems: [], differs: 0, loose: 0 });
      expect(verified.holds).toBeGreaterThan(100);
      expect(await readFile(join(folder, 'report', 'report.html'), 'utf8')).toMatch(/value="\d\.\d+" title="[^"]*">\d,\d+\u00a0s</);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('prints what constants say in the same way', () => {
    expect(markdownOf(localise({ title: 'T', blocks: [paragraph(constant(0.125, 'percent', 'x'))] }, style)).text).toContain('12,5\u00a0%');
  });
});
