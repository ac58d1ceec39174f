import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFacts } from '../reports/make-facts.ts';
import { storeFacts } from '../reports/stored-facts.ts';
import { makeHome, type Home } from './evenkeel.ts';

const SMALL = { instances: 2, jobs: 6, runs: 5 } as const;
const DELIVERABLE = `title: What was measured
glossary: { CPU: processor, CV: coefficient of variation, API: interface }
campaigns: [before, after]
sections:
  - title: Results
    markdown: |
      In 2026 we ran 2 campaigns: {{value median cpu before}} became {{value median cpu after}}.

      {{claim level cpu before after}}

      {{table fluctuation before after}}
`;

let home: Home;
let run = '';

beforeAll(async () => {
  home = makeHome('targets: { local: { provider: { kind: local } } }\n');
  const before = await storeFacts(home.folder, makeFacts({ ...SMALL, seed: 71, campaign: 'before', outage: { from: 5, to: 15 } }));
  await storeFacts(
    home.folder,
    makeFacts({ ...SMALL, seed: 72, campaign: 'after', level: 0.7, runsBefore: 5, startAt: 1_793_700_000_000_000 }),
  );
  run = before[0] ?? '';
  writeFileSync(join(home.folder, 'deliverable.yaml'), DELIVERABLE);
  writeFileSync(
    join(home.folder, 'times.csv'),
    `seconds\n${Array.from({ length: 40 }, (_, n) => 1 + ((n * 7) % 11) / 100 + (n > 20 ? 0.5 : 0)).join('\n')}\n`,
  );
}, 60_000);
afterAll(() => home.remove());

const KINDS: readonly (readonly [kind: string, words: () => readonly string[]])[] = [
  ['run', () => ['report', 'run', run, '--out']],
  ['compare', () => ['report', 'compare', 'before', 'after', '--locale', 'hu', '--time-zone', 'Europe/Budapest', '--out']],
  ['status', () => ['report', 'status', '--until', '2026-11-25', '--out']],
  ['deliverable', () => ['report', 'deliverable', 'deliverable.yaml', '--out']],
  ['analyze', () => ['analyze', 'times.csv', '--report']],
];

/** Path → bytes of every file. */
function filesOf(folder: string, inside = ''): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(join(folder, inside))
      .toSorted()
      .flatMap((name): readonly (readonly [string, string])[] => {
        const path = join(inside, name);
        return statSync(join(folder, path)).isDirectory()
          ? [...filesOf(folder, path)]
          : [[path, readFileSync(join(folder, path), 'base64')]];
      }),
  );
}

describe('a report written twice, in processes of another time zone and language', () => {
  const write = async (
    kind: string,
    words: readonly string[],
    name: string,
    env: { readonly [name: string]: string },
  ): Promise<ReadonlyMap<string, string>> => {
    const folder = join(home.folder, name, kind);
    mkdirSync(join(home.folder, name), { recursive: true });
    const ended = await home.evenkeel([...words, folder], { env: { PATH: process.env['PATH'] ?? '', HOME: home.folder, ...env } });
    // A window without a look, a series that moved: findings, not failures.
    expect([0, 1, 3], ended.stderr).toContain(ended.exit);
    return filesOf(folder);
  };

  it.each(KINDS)(
    'has the same bytes: %s',
    async (kind, words) => {
      const [here, there] = await Promise.all([
        write(kind, words(), 'a', { TZ: 'UTC', LANG: 'C' }),
        write(kind, words(), 'b', { TZ: 'Asia/Kathmandu', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }),
      ]);
      expect([...here.keys()]).toEqual(expect.arrayContaining(['numbers.json', 'report.html', 'report.md']));
      expect([...there.keys()]).toEqual([...here.keys()]);
      for (const [path, bytes] of here) expect(there.get(path) === bytes, path).toBe(true);
    },
    60_000,
  );

  it('holds number by number, and gives lint nothing to mend', async () => {
    const folder = join(home.folder, 'a', 'deliverable');
    expect(await home.evenkeel(['report', 'verify', folder])).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^(\d+) of \1 numbers hold\n$/),
    });
    expect(await home.evenkeel(['report', 'lint', folder])).toMatchObject({ exit: 0, stdout: 'nothing to mend\n' });
  }, 60_000);
});
