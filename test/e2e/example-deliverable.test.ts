import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Planted } from '../../examples/campaigns/measure-campaigns.ts';
import { lacks, onPath } from '../needs.ts';
import { plausibleShares } from './experiments/by-hand.ts';
import { query } from './experiments/query.ts';
import { startEvenkeel, type Ended } from './start-evenkeel.ts';

const root = resolve(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'evenkeel-example-'));
const folder = join(home, 'example');
let planted: Planted;
let markdown = '';

const result = (name: string): string => join(folder, 'result', name);
const evenkeel = (...args: readonly string[]): Promise<Ended> => startEvenkeel(folder, args).ended;

beforeAll(async () => {
  const script = [join(root, 'bin/example-deliverable.mjs'), '--short', '--out', folder];
  const { exit, stderr } = await startEvenkeel(home, [], { script }).ended;
  if (exit !== 0) throw new Error(`the example ended with ${exit}: ${stderr}`);
  planted = JSON.parse(readFileSync(join(folder, 'planted.json'), 'utf8')) as Planted;
  markdown = readFileSync(result('report.md'), 'utf8');
}, 400_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The rows of the tables of the document whose line holds all the words, cell by cell. */
function rows(...words: readonly string[]): readonly (readonly string[])[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|') && words.every((word) => line.includes(word)));
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const instants = (text: string): readonly number[] => [...text.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)].map(([time]) => Date.parse(time));

describe('the example deliverable, in its short form', () => {
  it('calls the campaign beside the hog worse, in the summary and in the conclusion', () => {
    const sentences = markdown.split('\n').filter((line) => /`?cpu`? jobs got worse/.test(line));
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(markdown).not.toMatch(/`?cpu`? jobs improved/);
  });

  it('gives the outage bounds that hold the planted one', () => {
    const [row = [], ...more] = rows('| before |', '`names` (probe)').filter((cells) => instants(cells.join()).length === 4);
    expect(more).toEqual([]);
    const [lastOk = Number.NaN, firstBad = Number.NaN, lastBad = Number.NaN, firstOk = Number.NaN] = instants(row.join()).toSorted(
      (a, b) => a - b,
    );
    const [from, to] = [Date.parse(planted.outage.from), Date.parse(planted.outage.to)];
    expect(lastOk).toBeLessThan(from);
    expect(firstBad).toBeGreaterThanOrEqual(from);
    expect(lastBad).toBeLessThan(to);
    expect(firstOk).toBeGreaterThanOrEqual(to);
  });

  it('counts one refused call in ten of the API, where nothing disturbed it', () => {
    const [{ n, failed } = { n: 0, failed: 0 }] = query(
      { folder },
      `select count(*) as n, sum(o.code = 'max_retries_exceeded') as failed from observations o join subjects s on s.id = o.subject
         join runs r on r.id = o.run
       where s.kind = 'probe' and s.key = 'api' and o.attempt = 0 and o.outcome <> 3 and r.campaign = 'before'`,
    );
    const [row = [], ...more] = rows('| before |', '`max_retries_exceeded`', '`api` (probe)');
    expect(more).toEqual([]);
    const printed = (/(\d+) of (\d+) looks, ([\d.]+) % \(([\d.]+) % … ([\d.]+) %\)/.exec(row.join()) ?? []).slice(1).map(Number);
    const [of, all, share = Number.NaN, low = Number.NaN, high = Number.NaN] = printed;
    expect([of, all]).toEqual([failed, n]);
    const hand = plausibleShares(Number(failed), Number(n));
    expect(Math.abs(share / ((100 * Number(failed)) / Number(n)) - 1)).toBeLessThan(0.01);
    expect(Math.abs(low / (100 * hand.low) - 1)).toBeLessThan(0.01);
    expect(Math.abs(high / (100 * hand.high) - 1)).toBeLessThan(0.01);
    expect(hand.low).toBeLessThan(1 / planted.api.failsEvery);
    expect(hand.high).toBeGreaterThan(1 / planted.api.failsEvery);
  });

  it('lists each fault once, where it stands and what shows it', () => {
    const outages = rows('probe names was down');
    expect(outages).toHaveLength(1);
    expect(outages.join()).toContain('Pending review');
    const refused = rows('probe api failed');
    expect(refused).toHaveLength(1);
    expect(refused.join()).toContain('In progress');
    const slower = rows('CPU jobs got slower');
    expect(slower).toHaveLength(1);
    expect(slower.join()).toContain('Open');
    for (const row of [...outages, ...refused]) expect(row.join()).toMatch(/obs-\d+/);
  });

  it('leads from a finding to the raw answer of the API', async () => {
    const [observation = ''] = /obs-\d+/.exec(rows('probe api failed').join()) ?? [];
    const { exit, stdout, stderr } = await evenkeel('show', observation);
    expect(exit, stderr).toBe(0);
    expect(stdout).toContain('max_retries_exceeded');
  });

  it('numbers its figures and tables from one on, and each reference leads to one', () => {
    for (const kind of ['Figure', 'Table']) {
      const numbers = [...markdown.matchAll(new RegExp(`^\\W*${kind} (\\d+)[:.]`, 'gm'))].map(([, number]) => Number(number));
      expect(numbers.length).toBeGreaterThan(2);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
    expect(markdown).not.toContain('{{');
  });

  it('holds when every number is computed again, and has nothing that lint would tell', async () => {
    const verified = await evenkeel('report', 'verify', 'result');
    expect(verified.exit, verified.stdout + verified.stderr).toBe(0);
    for (const file of ['result/report.md', 'deliverable.yaml']) {
      const linted = await evenkeel('report', 'lint', file);
      expect(linted.exit, linted.stdout + linted.stderr).toBe(0);
    }
  }, 90_000);

  it('names no folder, host or user of the machine', () => {
    for (const name of ['report.md', 'report.html', 'numbers.json']) expect(readFileSync(result(name), 'utf8')).not.toContain(home);
  });
});

describe.skipIf(lacks('chromium'))('the pages of the example (skipped where there is no Chromium)', () => {
  it('open without a word on the console, with every figure drawn', async () => {
    const browser = await chromium.launch({ executablePath: onPath('chromium') ?? '', args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      const troubles: string[] = [];
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('console', (message) => troubles.push(message.text()));
      page.on('requestfailed', (request) => troubles.push(request.url()));
      await page.goto(pathToFileURL(result('report.html')).href);
      expect(troubles).toEqual([]);
      expect(await page.locator('figure svg').count()).toBeGreaterThan(3);
    } finally {
      await browser.close();
    }
  });

  it.skipIf(lacks('pdftotext'))('have bookmarks and numbers in the PDF (skipped without pdftotext)', () => {
    const pdf = readFileSync(result('report.pdf'));
    expect(pdf.toString('latin1')).toContain('/Outlines');
    const pages = execFileSync('pdftotext', ['-layout', result('report.pdf'), '-'], { encoding: 'utf8' })
      .split('\f')
      .slice(0, -1);
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, page] of pages.entries()) expect(page.trimEnd()).toMatch(new RegExp(`\\s${index + 1} ?/ ?${pages.length}$`));
  });
});
