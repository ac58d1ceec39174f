import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Document } from '../../reports/document.ts';
import { renderReport } from '../../reports/render-report.ts';
import { runDocument } from '../../reports/run/document.ts';
import { runModel } from '../../reports/run/model.ts';
import { lacks, onPath } from '../needs.ts';
import { comparisonOf, reportOf } from './documents.ts';
import { HOSTILE, hostileContext, hostileFacts } from './hostile.ts';
import { AFTER, BEFORE, PLANTS } from './plants.ts';

const executablePath = onPath('chromium') ?? '';

const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

describe.skipIf(lacks('chromium'))('report.html in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-page-'));
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens it from disk; what it asked of the network and what went wrong in it comes back with it. */
  async function open(
    document: Document,
    width: number,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; troubles: string[] }> {
    const file = join(folder, 'report.html');
    await writeFile(file, (await renderReport(document)).get('report.html') ?? '');
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => troubles.push(message.text()));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href && !request.url().startsWith('data:')) troubles.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, troubles };
  }

  const DOCUMENTS: readonly (readonly [string, () => Document])[] = [
    ['a run', () => reportOf(PLANTS.outage).document],
    ['a comparison', () => comparisonOf(BEFORE, AFTER).document],
  ];

  it.each(DOCUMENTS)('shows its figures, asks for nothing and does not overflow: %s', async (_, make) => {
    for (const width of [1200, 700, 360]) {
      const { page, troubles } = await open(make(), width);
      expect(troubles).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      const boxes = await page
        .locator('figure svg')
        .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().toJSON() as { width: number; height: number }));
      expect(boxes.length).toBeGreaterThan(3);
      expect(boxes.filter((box) => box.width < 300 || box.height < 50)).toEqual([]);
      expect(await page.locator('figure svg[role="img"][aria-label]').count()).toBe(boxes.length);
      await page.close();
    }
  });

  const colours = async (scheme: 'light' | 'dark'): Promise<readonly string[]> => {
    const { page } = await open(reportOf(PLANTS.healthy).document, 900, scheme);
    const found = await page.evaluate(() => [
      getComputedStyle(document.documentElement).backgroundColor,
      getComputedStyle(document.querySelector('figure svg > rect') as Element).fill,
      getComputedStyle(document.querySelector('figure svg text') as Element).fill,
    ]);
    await page.close();
    return found;
  };

  it('repaints its figures for a dark page', async () => {
    expect(await colours('light')).toEqual(['rgb(255, 255, 255)', 'rgb(255, 255, 255)', 'rgb(28, 33, 40)']);
    expect(await colours('dark')).toEqual(['rgb(20, 24, 29)', 'rgb(20, 24, 29)', 'rgb(230, 237, 243)']);
  });

  it('leads every link of its own to its place', async () => {
    const { page } = await open(reportOf(PLANTS.outage).document, 900);
    const dead = await page
      .locator('a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? '').filter((href) => document.querySelector(href) === null));
    expect(await page.locator('a').count()).toBeGreaterThan(10);
    expect(dead).toEqual([]);
    await page.close();
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text] as const))(
    'runs no script and keeps its width on hostile names: %s',
    async (_, text) => {
      const document = runDocument(runModel(hostileFacts(text), hostileContext(text)));
      const { page, troubles } = await open(document, 800);
      expect(troubles).toEqual([]);
      expect(await page.title()).not.toBe('owned');
      expect(await page.locator('script, img, iframe, object, embed').count()).toBe(0);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.close();
    },
  );
});
