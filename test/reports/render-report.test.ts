import { describe, expect, it } from 'vitest';
import { renderReport } from '../../reports/render-report.ts';
import { comparisonOf, markdownOf, reportOf } from './documents.ts';
import { AFTER, BEFORE, PLANTS } from './plants.ts';

describe('renderReport', () => {
  it('gives the same bytes for the same facts', async () => {
    const [once, again] = [await renderReport(reportOf(PLANTS.outage).document), await renderReport(reportOf(PLANTS.outage).document)];
    expect([...again]).toEqual([...once]);
    const compared = await renderReport(comparisonOf(BEFORE, AFTER).document);
    expect([...(await renderReport(comparisonOf(BEFORE, AFTER).document))]).toEqual([...compared]);
  });

  it('draws each figure as an SVG that needs nothing from elsewhere and has no id', async () => {
    const { document } = reportOf(PLANTS.outage);
    const drawn = [...(await renderReport(document))].filter(([name]) => name.endsWith('.svg'));
    expect(drawn.map(([name]) => name)).toEqual(
      document.blocks.flatMap((block) => (block.kind === 'figure' ? [`figures/${block.id}.svg`] : [])),
    );
    expect(drawn.length).toBeGreaterThan(5);
    for (const [, svg] of drawn) {
      expect(svg).toMatch(/^<svg role="img" aria-label="[^"]{20,}"/);
      expect(svg).not.toMatch(/\sid=|url\(|<image|<script|href=/);
      expect(svg).not.toMatch(/NaN|graphics-|aria-roledescription/);
    }
  });

  it('gives the data of every figure as CSV', async () => {
    const { document } = reportOf(PLANTS.healthy);
    const files = await renderReport(document);
    const figures = document.blocks.filter((block) => block.kind === 'figure');
    expect(figures.length).toBeGreaterThan(5);
    for (const { id, rows } of figures) expect(files.get(`data/${id}.csv`)?.trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
    expect(files.get('data/job-by-job-cpu.csv')?.split('\r\n')[0]).toBe('side,row,job,seconds,instance,q1,q3');
  });

  it('numbers the claims alike in markdown, HTML and numbers.json', async () => {
    const { document } = reportOf(PLANTS.intermittent);
    const files = await renderReport(document);
    const numbers = JSON.parse(files.get('numbers.json') ?? '[]') as readonly {
      readonly id: string;
      readonly value: number;
      readonly text: string;
    }[];
    const html = [...(files.get('report.html') ?? '').matchAll(/<data id="(c\d+)" value="([^"]*)" title="[^"]+">([^<]*)<\/data>/g)];
    expect(numbers.length).toBeGreaterThan(100);
    expect(html.map(([, id, value, text]) => ({ id, value: Number(value), text }))).toEqual(
      numbers.map(({ id, value, text }) => ({ id, value: Number(value.toPrecision(12)), text })),
    );
    expect(markdownOf(document).claims).toEqual(numbers);
  });

  it('shows every instant as ISO 8601 in UTC', async () => {
    const html = (await renderReport(reportOf(PLANTS.outage).document)).get('report.html') ?? '';
    const instants = [...html.matchAll(/<time datetime="([^"]+)"><span>([^<]+)<\/span><span>([^<]+)</g)];
    expect(instants.length).toBeGreaterThan(5);
    for (const [, machine, day, time] of instants)
      expect([machine, `${day}${time}`]).toEqual([`${day}${time}`, expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)]);
  });

  it('refuses a document that breaks the rule for numerals', async () => {
    await expect(renderReport({ title: 'T', blocks: [{ kind: 'paragraph', content: ['12 s'] }] })).rejects.toThrow(TypeError);
  });
});
