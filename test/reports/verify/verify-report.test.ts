import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { constant } from '../../../reports/claim.ts';
import { compareDocument } from '../../../reports/compare/document.ts';
import { compareModel } from '../../../reports/compare/model.ts';
import type { PlacedClaim } from '../../../reports/markdown/write.ts';
import { runDocument } from '../../../reports/run/document.ts';
import { runModel } from '../../../reports/run/model.ts';
import { readReport } from '../../../reports/verify/read-report.ts';
import { verifyReport, type Verification } from '../../../reports/verify/verify-report.ts';
import { writeReport } from '../../../reports/write-report.ts';
import { makeFacts, type Plant } from '../make-facts.ts';
import { CONTEXT, PLANTS } from '../plants.ts';
import { readStore, storeFacts, writeStore } from '../stored-facts.ts';

const SMALL = { instances: 2, jobs: 6, runs: 5 } as const;
const BEFORE: Plant = { ...SMALL, seed: 51, campaign: 'before' };
const AFTER: Plant = { ...SMALL, seed: 52, campaign: 'after', level: 0.7, startAt: 1_793_700_000_000_000, runsBefore: 5, failEvery: 9 };
const DAY = 86_400_000_000;

let folder = '';
/** A folder for each report as written. */
const written = { run: '', compare: '' };
let before: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
  const [run] = await storeFacts(folder, makeFacts({ ...PLANTS.outage, runsBefore: 20, jobs: 9, campaign: 'faulty' }));
  before = await storeFacts(folder, makeFacts(BEFORE));
  const after = await storeFacts(folder, makeFacts(AFTER));
  await readStore(folder, async (reader) => {
    written.run = join(folder, 'run');
    await writeReport(runDocument(runModel(await reader.facts([run ?? '']), CONTEXT)), written.run);
    written.compare = join(folder, 'compare');
    const model = compareModel(await reader.facts(before), await reader.facts(after), undefined, {
      names: { before: 'before', after: 'after' },
      context: CONTEXT,
    });
    await writeReport(compareDocument(model), written.compare);
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (path: string): Promise<Verification> => readStore(folder, async (reader) => verifyReport(await readReport(path), reader));

/** The report with one file edited; `change` must change it. */
async function edited(report: string, name: string, change: (text: string) => string): Promise<string> {
  const copy = await mkdtemp(join(folder, 'edited-'));
  await cp(report, copy, { recursive: true });
  const text = await readFile(join(copy, name), 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(join(copy, name), change(text));
  return copy;
}

const told = (verified: Verification, copy: string): readonly string[] =>
  verified.problems.map(({ kind, claim, place, message }) => `${kind} ${claim} ${place.replace(`${copy}/`, '')} ${message}`);

describe('a report as it was written', () => {
  it.each(['run', 'compare'] as const)('holds in every number: %s', async (kind) => {
    const verified = await verify(written[kind]);
    expect(verified.problems).toEqual([]);
    expect(verified.holds).toBe(verified.claims);
    expect(verified.claims).toBeGreaterThan(100);
  });

  it.each(['report.md', 'report.html', 'numbers.json'])('can be named by %s', async (name) => {
    const { problems, claims } = await verify(join(written.run, name));
    expect(problems).toEqual([]);
    expect(claims).toBeGreaterThan(100);
  });
});

/** A number of the report with its place: the first median in seconds without a bound. */
async function aMedian(report: string): Promise<PlacedClaim> {
  const { claims } = await readReport(report);
  const found = claims.find(
    ({ text, recipe: { statistic, bound } }) => statistic === 'median' && bound === undefined && /^\d\.\d{3} s$/.test(text),
  );
  if (found === undefined) throw new Error('the report has no median in seconds');
  return found;
}

/** The markdown with other words where a number stands. */
const altered =
  ({ line, column, text }: PlacedClaim, other: string) =>
  (markdown: string): string =>
    markdown
      .split('\n')
      .map((row, index) => (index === line - 1 ? row.slice(0, column - 1) + other + row.slice(column - 1 + text.length) : row))
      .join('\n');

describe('a number altered by hand', () => {
  it('is found in the markdown at its place, with what the store says', async () => {
    const median = await aMedian(written.run);
    const copy = await edited(written.run, 'report.md', altered(median, '9.999 s'));
    expect(told(await verify(join(copy, 'report.md')), copy)).toEqual([
      `differs ${median.id} report.md:${median.line}:${median.column} "9.999 s" stands here; the store says ${median.text}`,
    ]);
  });

  it('is found where it became longer or shorter, and only it', async () => {
    const median = await aMedian(written.run);
    for (const other of ['1 s', '12345.678 ms', '']) {
      const copy = await edited(written.run, 'report.md', altered(median, other));
      const { problems, differs, loose } = await verify(join(copy, 'report.md'));
      expect({ differs, loose, kinds: problems.map(({ kind }) => kind) }).toEqual({
        differs: 1,
        loose: 0,
        kinds: [other === '' ? 'missing' : 'differs'],
      });
    }
  });

  it('is found in the HTML, in the text and in the attribute', async () => {
    const data = /(<data id="c3" value=")([^"]*)("[^>]*>)([^<]*)(<\/data>)/;
    const text = await edited(written.compare, 'report.html', (html) => html.replace(data, '$1$2$377$5'));
    expect(told(await verify(join(text, 'report.html')), text)).toEqual([
      expect.stringMatching(/^differs c3 report\.html:\d+:\d+ "77" stands here; the store says \d/),
    ]);
    const value = await edited(written.compare, 'report.html', (html) => html.replace(data, '$177$3$4$5'));
    expect(told(await verify(join(value, 'report.html')), value)).toEqual([
      expect.stringMatching(/^differs c3 report\.html:\d+:\d+ the value attribute is 77/),
    ]);
  });

  it('is found in numbers.json, whether its value or its text was altered, or both as in the markdown', async () => {
    const entry = /"value":(\d\.\d+),"text":"(\d\.\d{3}) s"/;
    const value = await edited(written.run, 'numbers.json', (json) => json.replace(entry, '"value":9.9,"text":"$2 s"'));
    expect((await verify(value)).problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/was written; the store says/),
      expect.stringMatching(/does not print the value beside it, 9\.9/),
      expect.stringMatching(/value attribute/),
    ]);
    const stood = entry.exec(await readFile(join(written.run, 'numbers.json'), 'utf8'));
    const copy = await edited(written.run, 'numbers.json', (json) => json.replace(entry, '"value":9.876,"text":"9.876 s"'));
    const place = (/"line":(\d+),"column":(\d+),"value":9\.876/.exec(await readFile(join(copy, 'numbers.json'), 'utf8')) ?? [])
      .slice(1)
      .map(Number);
    const lines = (await readFile(join(copy, 'report.md'), 'utf8')).split('\n');
    const [row = 0, column = 0] = place;
    lines[row - 1] = `${lines[row - 1]?.slice(0, column - 1)}9.876 s${lines[row - 1]?.slice(column - 1 + `${stood?.[2]} s`.length)}`;
    await writeFile(join(copy, 'report.md'), lines.join('\n'));
    expect(told(await verify(join(copy, 'report.md')), copy)).toEqual([
      expect.stringMatching(
        new RegExp(`^differs c\\d+ report\\.md:${row}:${column} "9\\.876 s" was written; the store says ${stood?.[2]} s$`),
      ),
    ]);
  });

  it('is found where two were swapped', async () => {
    const copy = await edited(written.compare, 'report.md', (text) =>
      text.replace(/median (\d\.\d+ m?s) before and (\d\.\d+ m?s|\d+\.\d ms) after/, 'median $2 before and $1 after'),
    );
    const { differs, loose } = await verify(join(copy, 'report.md'));
    expect({ differs, loose }).toEqual({ differs: 2, loose: 0 });
  });

  it('is followed through lines that were added and taken away', async () => {
    const median = await aMedian(written.run);
    const copy = await edited(written.run, 'report.md', (text) =>
      altered(
        median,
        '9.999 s',
      )(text)
        .replace('## The answer\n', '## The answer\n\nOurs is a good cloud.\n\nReally.\n')
        .replace(/^- The probes ran beside the jobs.*\n/m, ''),
    );
    expect((await verify(join(copy, 'report.md'))).problems.map(({ message }) => message)).toEqual([
      `"9.999 s" stands here; the store says ${median.text}`,
    ]);
  });

  it('that was added is not from the store; what may stand there is left alone', async () => {
    const copy = await edited(written.run, 'report.md', (text) =>
      text.replace('## The answer\n', '## The answer\n\nIt takes 12 s, `13` or “14”, since 2026-11-02T08:00:00.000Z.\n'),
    );
    expect(told(await verify(join(copy, 'report.md')), copy)).toEqual([
      expect.stringMatching(/^loose null report\.md:\d+:10 "12" is not from the store$/),
    ]);
    const html = await edited(written.run, 'report.html', (text) =>
      text.replace('</h2>', '</h2><p>It takes 12&nbsp;s, <code>13</code> or <q>14</q>.</p>'),
    );
    expect(told(await verify(join(html, 'report.html')), html)).toEqual([
      expect.stringMatching(/^loose null report\.html:\d+:\d+ "12" is not/),
    ]);
  });
});

describe("an author's words", () => {
  const document = {
    title: 'T',
    blocks: [
      {
        kind: 'paragraph' as const,
        content: [{ authored: 'We had 3 partners in 2026, and ' }, constant(7, 'count', 'a limit'), { authored: ' of 12.' }],
      },
    ],
  };

  it('may hold numerals, each as often as it was written', async () => {
    const own = await mkdtemp(join(folder, 'authored-'));
    await writeReport(document, join(own, 'report'));
    expect(await verify(join(own, 'report'))).toMatchObject({ claims: 1, holds: 1, loose: 0 });
    const copy = await edited(join(own, 'report'), 'report.md', (text) =>
      text.replace('3 partners', '4 partners').replace('of 12', 'of 12 12'),
    );
    expect(told(await verify(copy), copy).map((line) => line.replace(/^.*?report/, 'report'))).toEqual([
      'report.md:3:8 "4" is not from the store',
      expect.stringMatching(/^report\.md:3:\d+ "12" is not from the store$/),
    ]);
  });
});

describe('the words of a verdict altered by hand', () => {
  it('are found in markdown, HTML and numbers.json', async () => {
    const markdown = await edited(written.compare, 'report.md', (text) => text.replace('improved', 'got worse'));
    expect(told(await verify(join(markdown, 'report.md')), markdown)).toEqual([
      expect.stringMatching(/^differs c\d+ report\.md:\d+:\d+ "got worse" stands here; the store says improved$/),
    ]);
    const html = await edited(written.compare, 'report.html', (text) => text.replace('>improved<', '>did well<'));
    expect(told(await verify(join(html, 'report.html')), html)).toEqual([
      expect.stringMatching(/"did well" stands here; the store says improved/),
    ]);
    const numbers = await edited(written.compare, 'numbers.json', (text) =>
      text.replace('"value":1,"text":"improved"', '"value":0,"text":"got worse"'),
    );
    const { problems } = await verify(join(numbers, 'numbers.json'));
    expect(problems.map(({ message }) => message)).toEqual(['"got worse" was written; the store says "improved"']);
  });
});

describe('what cannot be recomputed any more', () => {
  it('is told apart from what differs: a run that the store does not know', async () => {
    const other = await mkdtemp(join(folder, 'other-'));
    await storeFacts(other, makeFacts({ ...SMALL, seed: 53 }));
    const verified = await readStore(other, async (reader) => verifyReport(await readReport(written.run), reader));
    expect(verified.differs).toBe(0);
    expect(verified.unknown).toBeGreaterThan(50);
    expect(new Set(verified.problems.map(({ kind }) => kind))).toEqual(new Set(['unknown']));
    expect(verified.problems[0]?.message).toMatch(/cannot be recomputed any more: the store has no run 2026/);
  });

  it('rows that have expired', async () => {
    const old = await mkdtemp(join(folder, 'old-'));
    const plant = { ...SMALL, seed: 54, runs: 1, failEvery: 9 };
    const uids = await storeFacts(old, makeFacts(plant));
    const report = join(old, 'report');
    await readStore(old, async (reader) => writeReport(runDocument(runModel(await reader.facts(uids), CONTEXT)), report));
    await writeStore(old, (writer) =>
      writer.expire(Date.UTC(2026, 10, 2, 8) * 1000 + 30 * DAY, { jobsMs: 40 * 86_400_000, probesMs: 86_400_000 }),
    );
    const { differs, unknown, holds, problems } = await readStore(old, async (reader) => verifyReport(await readReport(report), reader));
    expect(differs).toBe(0);
    expect(unknown).toBeGreaterThan(5);
    // The jobs are still there.
    expect(holds).toBeGreaterThan(50);
    expect(problems[0]?.message).toMatch(/cannot be recomputed any more: rows of run 2026\S+ have expired/);
  });

  it('a recipe that makes no sense', async () => {
    const copy = await edited(written.run, 'numbers.json', (json) =>
      json.replace('"statistic":"median"', '"statistic":"magic"').replace('"rows":"samples"', '"rows":"constructor"'),
    );
    expect((await verify(join(copy, 'numbers.json'))).unknown).toBeGreaterThan(0);
  });
});

describe('readReport', () => {
  it.each([
    ['a PDF', 'report.pdf', 'usage', /HTML beside it/],
    ['another file', 'figures/x.svg', 'usage', /Name report\.md/],
    ['nothing', 'nowhere.md', 'file-unreadable', /Name report\.md/],
  ])('refuses %s', async (_, name, code, hint) => {
    const copy = await mkdtemp(join(folder, 'refused-'));
    await cp(written.run, copy, { recursive: true });
    if (name !== 'nowhere.md') await writeFile(join(copy, name), 'x');
    await expect(readReport(join(copy, name))).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) });
  });

  it.each([
    ['no JSON', '[', /:?numbers\.json$/],
    ['no list', '{}', /numbers\.json$/],
    ['an entry without a recipe', '[\n{"id":"c1","line":1,"column":1,"value":1,"text":"1"}\n]\n', /numbers\.json:2$/],
    [
      'an id twice',
      `[\n${Array(2).fill('{"id":"c1","line":1,"column":1,"value":1,"text":"1","recipe":{"statistic":"count","of":{"rows":"runs","runs":[]}}}').join(',\n')}\n]\n`,
      /numbers\.json:3$/,
    ],
  ])('refuses numbers.json with %s', async (_, text, place) => {
    const copy = await edited(written.run, 'numbers.json', () => text);
    await expect(readReport(copy)).rejects.toMatchObject({ code: 'file-unreadable', place: expect.stringMatching(place) });
  });

  it('says what to do without numbers.json', async () => {
    const copy = await mkdtemp(join(folder, 'alone-'));
    await cp(join(written.run, 'report.md'), join(copy, 'report.md'));
    await expect(readReport(join(copy, 'report.md'))).rejects.toMatchObject({ hint: expect.stringContaining('beside it') });
  });
});
