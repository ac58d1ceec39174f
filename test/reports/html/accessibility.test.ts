import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../../reports/render-report.ts';
import { lacks, onPath } from '../../needs.ts';
import { KINDS } from '../kinds.ts';
import { pageScript } from './live-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What another scheme or medium can change. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe.skipIf(lacks('chromium'))('accessibility by axe-core in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'axe-page-'));
    browser = await chromium.launch({ executablePath: onPath('chromium') ?? '', args: ['--disable-gpu'] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function violations(page: Page, runOnly: readonly string[] = TAGS): Promise<readonly string[]> {
    const { violations: found } = await page.evaluate(
      (only) =>
        (globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } }).axe.run(
          // A picture has one role and one name; the thousands of its parts are hidden from a screen reader.
          { exclude: [['figure svg > *']] },
          {
            runOnly: only,
            resultTypes: ['violations'],
          },
        ),
      runOnly,
    );
    return found.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
  }

  it.each(KINDS)(
    'finds nothing in %s: light, dark, print; nor must a narrow screen scroll sideways',
    async (_, make) => {
      const file = join(folder, 'report.html');
      await writeFile(file, (await renderReport(await make(), pageScript())).get('report.html') ?? '');
      const page = await browser.newPage({ viewport: { width: 1000, height: 1200 }, bypassCSP: true });
      const troubles: string[] = [];
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('console', (message) => troubles.push(message.text()));
      await page.goto(pathToFileURL(file).href);
      for (const figure of await page.locator('figure').all()) await figure.scrollIntoViewIfNeeded();
      await expect.poll(() => page.locator('figure .live svg').count()).toBe(await page.locator('script[data-figure]').count());
      await page.evaluate(AXE);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await violations(page, COLOURS)).toEqual([]);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await violations(page, COLOURS)).toEqual([]);
      await page.emulateMedia({ media: 'screen' });
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
      await page.close();
    },
    60_000,
  );
});
