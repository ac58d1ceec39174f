import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Document, FigureBlock } from '../../../reports/document.ts';
import { liveFigure } from '../../../reports/figures/live-figure.ts';
import { renderReport } from '../../../reports/render-report.ts';
import { lacks, onPath } from '../../needs.ts';
import { reportOf } from '../documents.ts';
import { documentOf } from '../hostile-document.ts';
import { HOSTILE } from '../hostile.ts';
import { PLANTS } from '../plants.ts';
import { pageScript } from './live-page.ts';

const points = (rows: FigureBlock['rows'], extra: object = {}): FigureBlock => ({
  kind: 'figure',
  id: 'points',
  caption: ['Points.'],
  alt: 'Points of two kinds.',
  spec: {
    width: 400,
    height: 200,
    mark: { type: 'point', filled: true, opacity: 0.9, size: 200 },
    encoding: {
      x: { field: 'at', type: 'quantitative' },
      y: { field: 'value', type: 'quantitative' },
      color: { field: 'kind', type: 'nominal' },
    },
    ...extra,
  },
  rows,
});
const ROWS = [
  { at: 1, value: 10, kind: 'a' },
  { at: 2, value: 11, kind: 'b' },
  { at: 3, value: 12, kind: '</script><script>document.title="owned"</script>' },
];
const pageOf = (figure: FigureBlock): Document => ({ title: 'Page', blocks: [figure] });

describe('liveFigure', () => {
  it('names the columns and the continuous axes', () => {
    expect(liveFigure(points(ROWS))).toMatchObject({
      columns: ['at', 'value', 'kind'],
      axes: [
        { scale: 'x', field: 'at', signal: 'zoom_at' },
        { scale: 'y', field: 'value', signal: 'zoom_value' },
      ],
    });
  });

  it('leaves a figure without rows, and one with too many, a picture', () => {
    expect(liveFigure(points([]))).toBeNull();
    expect(liveFigure(points(Array.from({ length: 20_001 }, (_, at) => ({ at, value: 1, kind: 'a' }))))).toBeNull();
  });
});

describe('the script of a page', () => {
  it('is half a megabyte at most, in characters that any encoding has', () => {
    expect(pageScript().length).toBeLessThan(500_000);
    // oxlint-disable-next-line no-control-regex -- all of ASCII
    expect(pageScript()).toMatch(/^[\u0000-\u007f]*$/);
    expect(pageScript()).not.toContain('\r');
    expect(pageScript().slice(0, 20_000)).toContain('University of Washington Interactive Data Lab');
  });

  it('stands in the page with its hash, and data that cannot leave its element', async () => {
    const html = (await renderReport(pageOf(points(ROWS)), pageScript())).get('report.html') ?? '';
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).toMatch(/default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src/);
    const still = (await renderReport(pageOf(points(ROWS)))).get('report.html') ?? '';
    expect(still).not.toMatch(/<script|script-src/);
    await expect(renderReport(pageOf(points(ROWS)), 'x("</script>")')).rejects.toThrow(TypeError);
  });
});

describe.skipIf(lacks('chromium'))('live figures in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'live-page-'));
    browser = await chromium.launch({ executablePath: onPath('chromium') ?? '', args: ['--disable-gpu'] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(html: string, options: BrowserContextOptions = {}): Promise<{ page: Page; troubles: string[] }> {
    const file = join(folder, 'report.html');
    await writeFile(file, html);
    const page = await browser.newPage({ viewport: { width: 1000, height: 2_000 }, ...options });
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => troubles.push(message.text()));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href && !request.url().startsWith('data:')) troubles.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, troubles };
  }
  const live = async (document: Document): Promise<string> => (await renderReport(document, pageScript())).get('report.html') ?? '';
  const drawn = (page: Page): Promise<void> => page.locator('.live svg').first().waitFor();

  it.each([
    ['a run', () => reportOf(PLANTS.outage).document],
    ['hostile texts', () => documentOf(HOSTILE)],
  ])('draws every figure of %s, and asks for nothing', async (_, make) => {
    const document = make();
    const figures = document.blocks.filter(({ kind }) => kind === 'figure').length;
    const { page, troubles } = await open(await live(document));
    for (const figure of await page.locator('figure').all()) await figure.scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator('figure .live[role="img"][aria-label] svg').count()).toBe(figures);
    expect(await page.locator('figure .scroll > svg:visible').count()).toBe(0);
    const marks = (root: string): Promise<number> => page.locator(`${root} .role-mark > *`).count();
    expect(await marks('.live')).toBe(await marks('.scroll > svg'));
    expect(await page.title()).not.toBe('owned');
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('shows without scripts what a page without any shows', async () => {
    const { document } = reportOf(PLANTS.outage);
    const shown = async (html: string): Promise<readonly [string, number]> => {
      const { page, troubles } = await open(html, { javaScriptEnabled: false });
      expect(troubles).toEqual([]);
      const found = [await page.locator('main').innerText(), await page.locator('figure svg:visible').count()] as const;
      await page.close();
      return found;
    };
    const still = await shown((await renderReport(document)).get('report.html') ?? '');
    expect(await shown(await live(document))).toEqual(still);
    expect(still[1]).toBe(document.blocks.filter(({ kind }) => kind === 'figure').length);
  });

  it('tells the row under the pointer, zooms by button and key, and picks in the legend', async () => {
    const { page, troubles } = await open(await live(pageOf(points(ROWS))));
    await drawn(page);
    const marks = page.locator('.live .role-mark path');
    await marks.nth(1).hover();
    expect(await page.locator('.tip').innerText()).toBe('at: 2\nvalue: 11\nkind: b');
    await page.locator('h1').hover();
    expect(await page.locator('.tip').isHidden()).toBe(true);

    const ticks = async (): Promise<readonly string[]> => (await page.locator('.live .role-axis-label text').allTextContents()).toSorted();
    const all = await ticks();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(ticks).not.toEqual(all);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(ticks).toEqual(all);
    await page.locator('.scroll').focus();
    await page.keyboard.press('+');
    await expect.poll(ticks).not.toEqual(all);
    const near = await ticks();
    await page.keyboard.press('ArrowRight');
    await expect.poll(ticks).not.toEqual(near);
    await page.keyboard.press('0');
    await expect.poll(ticks).toEqual(all);

    await page.getByLabel('Highlight').selectOption('b');
    const opacities = (): Promise<readonly number[]> =>
      marks.evaluateAll((paths) => paths.map((path) => Number(path.getAttribute('opacity'))).sort((a, b) => a - b));
    await expect.poll(opacities).toEqual([0.108, 0.108, 0.9]);
    await page.getByLabel('Highlight').selectOption('all');
    await expect.poll(opacities).toEqual([0.9, 0.9, 0.9]);
    await page.locator('.live .role-legend-symbol path').first().click();
    await expect.poll(opacities).toEqual([0.108, 0.108, 0.9]);
    expect(await page.title()).toBe('Page');
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('stands on the ground of a dark page, as the picture does', async () => {
    const { page } = await open(await live(pageOf(points(ROWS))), { colorScheme: 'dark' });
    await drawn(page);
    const colours = await page.evaluate(() => [
      getComputedStyle(document.querySelector('.live svg') as Element).backgroundColor,
      getComputedStyle(document.querySelector('.live .role-axis-label text') as Element).fill,
    ]);
    expect(colours).toEqual(['rgba(0, 0, 0, 0)', 'rgb(230, 237, 243)']);
    await page.close();
  });

  it('keeps the picture where the live figure cannot be drawn', async () => {
    const html = (await live(pageOf(points(ROWS)))).replace('"type":"symbol"', '"type":"nonsense"');
    const { page } = await open(html);
    await page.waitForTimeout(200);
    expect(await page.locator('.live').count()).toBe(0);
    expect(await page.locator('figure svg:visible').count()).toBe(1);
    await page.close();
  });

  it('runs no other script', async () => {
    const html = (await live(pageOf(points(ROWS)))).replace(
      '</main>',
      '</main><script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">',
    );
    const { page } = await open(html);
    await drawn(page);
    expect(await page.title()).toBe('Page');
    await page.close();
  });
});
