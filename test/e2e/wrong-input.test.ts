import { deepEqual, equal } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../needs.ts';
import { makeHome, processesOf, smallTarget, type Home } from './evenkeel.ts';
import type { Ended } from './start-evenkeel.ts';
import { fillRuns } from './fill-runs.ts';

const NOBODY = 65_534;
const program = resolve(import.meta.dirname, '../../bin/evenkeel.mjs');

let home: Home;
let earlier: readonly string[];
const at = (name: string): string => join(home.folder, name);
const store = (): string => at('var/evenkeel.db');
const write = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};

beforeAll(async () => {
  home = makeHome(smallTarget());
  write('fine.ts', `export default function () {}\n`);
  const first = await home.evenkeel(['run', '-q', 'fine.ts']);
  deepEqual({ exit: first.exit, stderr: first.stderr }, { exit: 0, stderr: '' });
  earlier = await uids();
  equal(earlier.length, 1);
}, 60_000);
afterAll(() => home.remove());

// Whatever was wrong: what was there before is there still, and nothing runs on or is rented.
afterEach(async () => {
  deepEqual(processesOf(home.folder), []);
  deepEqual(await uids(), earlier);
  deepEqual(await home.read((reader) => reader.openResources()), []);
});

/** The finished runs. */
const uids = (): Promise<readonly string[]> =>
  home.read(async (reader) => (await reader.runs({ state: 'done' })).filter(({ exit }) => exit === 0).map(({ uid }) => uid));

/** One paragraph on stderr, nothing else, no trace; on stdout nothing but results. Gives the paragraph. */
function refused(ended: Ended, exit: number, stdout: string | RegExp = ''): string {
  expect(ended, ended.stderr + ended.stdout).toMatchObject({ exit, signal: null });
  expect(ended.stderr).toMatch(/^error: [^\n]+\n$/);
  expect(ended.stderr).not.toMatch(/ at (?:file|\/|async |node:)|[.!?]\. |\.\.\n/);
  if (typeof stdout === 'string') expect(ended.stdout).toBe(stdout);
  else expect(ended.stdout).toMatch(stdout);
  return ended.stderr.slice('error: '.length, -1);
}

describe('a config', () => {
  it.each([
    ['an unknown key', (good: string) => good.replace('instances:', 'instanzes:'), '4:5', 'unknown key "instanzes"'],
    ['a bad duration', (good: string) => good.replace('200ms', 'soon'), '7:55', 'Cannot read "soon" as a duration'],
    ['a bad size', (good: string) => good.replace('4MiB', '4 apples'), '5:12', 'Cannot read "4 apples" as a size'],
    ['a number that is none', (good: string) => good.replace('instances: 3', 'instances: three'), '4:16', 'expected a number, not a text'],
    ['an unknown provider', (good: string) => good.replace('kind: local', 'kind: clowd'), '3:23', 'unknown provider kind "clowd"'],
    ['an unknown default target', (good: string) => `${good}default_target: mars\n`, '8:17', 'unknown target "mars"'],
    [
      'an unknown metric',
      (good: string) => `${good}objectives: [{ id: a, metric: speed, stat: median, limit: 1 }]\n`,
      '8:31',
      'unknown metric',
    ],
    ['a bad cron', (good: string) => `${good}schedule: [{ name: n, cron: "61 * * * *", do: run }]\n`, '8:29', 'minute "61"'],
    ['broken YAML', (good: string) => good.replace('targets:', 'targets: ['), '4:', 'YAML'],
    ['nothing in it', () => '', '', 'targets: is missing'],
  ])('with %s is refused with its place', async (_what, spoil, place, words) => {
    const file = write('wrong.yaml', spoil(smallTarget()));
    const text = refused(await home.evenkeel(['-c', 'wrong.yaml', 'run', '-q']), 2);
    expect(text).toContain(place === '' ? file : `${file}:${place}`);
    expect(text).toContain(words);
  });

  it('is refused by every command that needs it', async () => {
    write('wrong.yaml', smallTarget().replace('instances:', 'instanzes:'));
    for (const command of [['up'], ['check'], ['config', 'check'], ['report', 'run'], ['dashboards', 'build', '-o', 'boards']])
      expect(refused(await home.evenkeel(['-c', 'wrong.yaml', ...command]), 2)).toContain('unknown key "instanzes"');
  });

  it('with several problems tells them all at once', async () => {
    write('wrong.yaml', `${smallTarget().replace('instances:', 'instanzes:').replace('drive:', 'drife:')}stor: x\n`);
    const text = refused(await home.evenkeel(['-c', 'wrong.yaml', 'run']), 2);
    for (const key of ['instanzes', 'drife', 'stor']) expect(text).toContain(`unknown key "${key}"`);
  });

  it('that is not there, or a folder, is told in words', async () => {
    expect(refused(await home.evenkeel(['-c', 'absent.yaml', 'run']), 2)).toContain(
      `${at('absent.yaml')}: Cannot read the config: there is no such file.`,
    );
    expect(refused(await home.evenkeel(['-c', '.', 'run']), 2)).toContain('it is a folder');
  });
});

describe('a name that is not there', () => {
  it.each([
    [['run', '-q', '--scenarios', 'x'], 2, 'There is no scenario "x". There is provision, cpu, io, dns, api'],
    [['run', '-q', '--scenarios', 'cpu,'], 2, 'There is no scenario ""'],
    [['run', '-q', 'absent.ts'], 2, 'absent.ts: There is no such script. Name a k6 script'],
    [['run', '-q', '.'], 2, 'There is no such script'],
    [['run', '-q', '-t', 'mars'], 2, 'evenkeel.yaml: The config has no target "mars". It has local.'],
    [['check', '-t', 'mars'], 2, 'The config has no target "mars"'],
    [['report', 'run', '--target', 'mars'], 2, 'The config has no target "mars"'],
    [['plan', '-t', 'mars'], 2, 'The config has no target "mars"'],
    [['plan', '--metric', 'nope'], 2, 'These runs have no "nope"'],
    [['plan', '--campaign', 'nope'], 3, 'There is no finished run of local in campaign "nope"'],
    [['baseline', 'set', 'main', '--last', '5', '--target', 'mars'], 2, 'The config has no target "mars"'],
    [['event', 'add', 'upgrade', '--target', 'mars'], 2, 'The config has no target "mars"'],
    [['report', 'run', 'nope'], 2, 'There is no run "nope"'],
    [['report', 'compare', 'nope', 'nope'], 2, 'called "nope". `evenkeel campaign list`'],
    [['report', 'compare', '--around', 'nope'], 2, 'There is no event "nope"'],
    [['campaign', 'show', 'nope'], 2, 'There is no campaign "nope"'],
    [['baseline', 'show', 'nope'], 2, 'There is no baseline "nope"'],
    [['baseline', 'set', 'main', '--campaign', 'nope'], 3, 'There is no finished run of local in campaign "nope"'],
    [['baseline', 'accept', 'judgement-99', '--reason', 'r'], 2, 'There is no judgement-99 in the store'],
    [['show', 'judgement-99'], 2, 'There is nothing called "judgement-99"'],
    [['show', 'obs-999999'], 2, 'There is nothing called "obs-999999"'],
    [['show', "x'; drop table runs"], 2, 'There is nothing called'],
    [['run', '-q', '--engine', 'k6', '--k6', '/absent/k6'], 3, '/absent/k6'],
  ] as const)('%j', async (args, exit, words) => {
    expect(refused(await home.evenkeel(args), exit)).toContain(words);
  });
});

describe('usage', () => {
  it.each([
    [['nope'], 'There is no command "evenkeel nope"'],
    [['run', '--nope'], "unknown option '--nope'. `evenkeel run --help`"],
    [['run', '--instances', 'x'], "argument 'x' is invalid. Expected a whole number from 1 to 1000."],
    [['run', '--at-least', '5x'], 'Cannot read "5x" as a duration'],
    [['--log-level', 'loud', 'run'], 'Allowed choices are debug, info, warn, error, silent.'],
    [['baseline', 'set', 'main'], 'baseline set needs either --campaign or --last. For example: evenkeel baseline set main --last 5'],
    [['baseline', 'set', 'main', '--last', '5', '--campaign', 'a'], 'either --campaign or --last'],
    [['baseline', 'accept', 'judgement-1'], "required option '--reason <text>' not specified"],
    [['baseline', 'accept', '--reason', 'r'], "missing required argument 'judgement'"],
    [['baseline', 'accept', '7', '--reason', 'r'], '"7" is no judgement. `evenkeel check` prints them, as judgement-7.'],
    [['baseline', 'accept', 'judgement-1', '--reason', ' '], '--reason is empty'],
    [['plan', '--within', '5%'], 'plan by hand needs both --within and --between. For example: evenkeel plan --within 5% --between 3%'],
    [['plan', '--within', '5%', '--between', '3%', '--last', '5'], 'plan takes --last from the store'],
    [['plan', '--within', '5%', '--between', '3%', '--metric', 'a'], 'plan takes --metric from the store'],
    [['plan', '--campaign', 'a', '--last', '5'], 'plan takes either --campaign or --last'],
    [['plan', '--within', '5', '--between', '3%'], "argument '5' is invalid. Expected a share from 0% to 300%, such as 5% or 0.05."],
    [['plan', '--between', 'x'], 'Expected a share'],
    [['plan', '--change', '0'], 'Expected a share from 0.1% to 1000%'],
    [['plan', '--power', '100%'], 'Expected a share from 5% to 99%'],
    [['plan', '--margin', '0'], 'Expected a share'],
    [['plan', '--alpha', '6%'], 'Expected a share'],
    [['plan', '--precision', '0%'], 'Expected a share'],
    [['plan', '--jobs', '0'], 'Expected a whole number from 1 to 10000.'],
    [['plan', '--units', 'x'], 'Expected a whole number from 1 to 200.'],
    [['plan', '--last', '0'], 'Expected a whole number from 1 to 10000.'],
    [['plan', '--cost', '0'], 'Expected a number above 0, up to 1000000.'],
    [['plan', '--pairs', '10'], 'Expected a whole number from 100 to 20000.'],
    [['plan', '--seed', '-1'], 'Expected a whole number from 0 to 4294967295.'],
    [['check', '--seed', 'x'], "argument 'x' is invalid. Expected a whole number from 0 to 4294967295."],
    [['check', '--require', 'luck'], 'Allowed choices are equivalent.'],
    [['report', 'compare', 'a'], 'needs two campaigns (or runs), or --around EVENT'],
    [['event', 'add', 'x', '--at', '2026-02-01', '--until', '2026-01-01'], 'before it began'],
  ] as const)('%j is exit 2 and a hint', async (args, words) => {
    expect(refused(await home.evenkeel(args), 2)).toContain(words);
  });

  it('without a command is the help', async () => {
    const { exit, stdout, stderr } = await home.evenkeel([]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toBe((await home.evenkeel(['--help'])).stdout);
  });
});

describe('a script', () => {
  const OPTIONS = 'export const options = { vus: 1, iterations: 3 };\n';

  it.each([
    ['with a syntax error', `const a = 1;\nexport default function () { let b = ; }\n`, 2, '2:38', 'The script cannot be built'],
    [
      'that imports node:fs',
      `import { readFileSync } from 'node:fs';\nexport default function () { readFileSync('/etc/hosts'); }\n`,
      2,
      '1:30',
      'Could not resolve "node:fs". Scripts run inside k6, which has no modules of Node.js',
    ],
    [
      'that imports a file that is not there',
      `import { x } from './absent.ts';\nexport default function () { x(); }\n`,
      2,
      '1:19',
      'Could not resolve "./absent.ts"',
    ],
    ['that exports nothing to run', OPTIONS, 2, '', 'The script exports no function to run'],
    [
      'with options that mean nothing',
      `export const options = { iterations: 'many' };\nexport default function () {}\n`,
      2,
      '',
      'iterations must be a whole number',
    ],
    [
      'with a threshold on a metric that does not exist',
      `export const options = {\n  vus: 1,\n  iterations: 3,\n  thresholds: { no_such_metric: ['p(95)<100'] },\n};\nexport default function () {}\n`,
      2,
      '4:17',
      'there is no metric "no_such_metric"',
    ],
    [
      'with a threshold that cannot be read',
      `export const options = { vus: 1, iterations: 3, thresholds: { iterations: ['p95 is < 1'] } };\nexport default function () {}\n`,
      2,
      '1:63',
      'malformed threshold expression',
    ],
    ['that throws when it is loaded', `throw new Error('at load');\nexport default function () {}\n`, 3, '1:7', 'at load'],
    [
      'that throws in every iteration',
      `${OPTIONS}export default function () {\n  const nothing = undefined as unknown as { boom(): void };\n  nothing.boom();\n}\n`,
      3,
      '4:11',
      '3 of 3 iterations ended by an exception (none is allowed): TypeError',
    ],
  ])('%s', async (_what, source, exit, place, words) => {
    const file = write('wrong.ts', source);
    const ended = await home.evenkeel(['run', '-q', '--engine', 'embedded', 'wrong.ts']);
    const text = refused(ended, exit, /^$|report: \S+\/report\.md\nno findings\n$/);
    expect(text).toContain(place === '' ? `${file}: ` : `${file}:${place}: `);
    expect(text).toContain(words);
  });

  it('whose own threshold is crossed is a finding, exit 1, and no error', async () => {
    write(
      'crossed.ts',
      `export const options = { vus: 1, iterations: 3, thresholds: { iterations: ['count<1'] } };\nexport default function () {}\n`,
    );
    const ended = await home.evenkeel(['run', '-q', '--engine', 'embedded', 'crossed.ts']);
    expect(ended).toMatchObject({ exit: 1, stderr: 'crossed: A threshold was crossed: iterations: count<1.\n' });
  });
});

describe('a place that cannot be used', () => {
  it('port of the exporter: another program has it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    write('taken.yaml', `${smallTarget()}exporter: { port: ${port} }\n`);
    try {
      const text = refused(await home.evenkeel(['-c', 'taken.yaml', 'up']), 3);
      expect(text).toContain(`127.0.0.1:${port}`);
      expect(text).toContain('exporter.port');
    } finally {
      server.close();
      await once(server, 'close');
    }
  });

  // Permissions mean nothing to root, who therefore becomes nobody; nobody must be able to read the program.
  const isRoot = process.getuid?.() === 0;
  const other = isRoot ? { uid: NOBODY } : {};
  const canStart = !isRoot || spawnSync(process.execPath, [program, '--version'], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0;

  it.skipIf(lacks('a program that another user may read', canStart))('folder of the store, before and after there is one', async () => {
    const fresh = makeHome(smallTarget());
    chmodSync(fresh.folder, 0o555);
    chmodSync(home.folder, 0o755);
    chmodSync(at('var'), 0o555);
    chmodSync(store(), 0o444);
    try {
      for (const command of [['run', '-q'], ['up'], ['event', 'add', 'x']]) {
        expect(refused(await fresh.evenkeel(command, other), 3)).toMatch(/EACCES: permission denied.*\bvar\b/);
        expect(processesOf(fresh.folder)).toEqual([]);
        expect(refused(await home.evenkeel(command, other), 3)).toContain(at('var'));
      }
    } finally {
      chmodSync(fresh.folder, 0o755);
      chmodSync(at('var'), 0o755);
      chmodSync(store(), 0o644);
      fresh.remove();
    }
  });

  it('folder of the reports is told before anything is measured', async () => {
    write('no-reports.yaml', `${smallTarget()}reports: evenkeel.yaml/reports\n`);
    const text = refused(await home.evenkeel(['-c', 'no-reports.yaml', 'run', '-q', 'fine.ts']), 3);
    expect(text).toContain(at('evenkeel.yaml/reports'));
    expect(text).toContain('(reports)');
  });

  it('no file and no folder of somebody else is taken for a report', async () => {
    const config = readFileSync(at('evenkeel.yaml'), 'utf8');
    for (const out of ['evenkeel.yaml', '.']) refused(await home.evenkeel(['report', 'run', '-o', out]), 3);
    expect(readFileSync(at('evenkeel.yaml'), 'utf8')).toBe(config);
    const dashboards = refused(await home.evenkeel(['dashboards', 'build', '-o', 'evenkeel.yaml']), 3);
    expect(dashboards).toContain('Cannot write dashboards to evenkeel.yaml.');
  });
});

describe('a store', () => {
  const RUN = ['run', '-q', 'fine.ts'];

  /** Spoils a copy, in its own folder with its own config, and looks whether the copy stays as it was spoilt. */
  async function spoilt(spoil: (file: string) => void, commands: readonly (readonly string[])[]): Promise<readonly string[]> {
    const folder = at('spoilt');
    mkdirSync(folder);
    try {
      const file = join(folder, 'evenkeel.db');
      copyFileSync(store(), file);
      spoil(file);
      const before = readFileSync(file);
      write('spoilt.yaml', `${smallTarget()}store: spoilt/evenkeel.db\n`);
      const texts: string[] = [];
      for (const command of commands) {
        texts.push(refused(await home.evenkeel(['-c', 'spoilt.yaml', ...command]), 3));
        expect(readFileSync(file).equals(before), command.join(' ')).toBe(true);
      }
      const doctor = await home.evenkeel(['-c', 'spoilt.yaml', 'doctor']);
      expect(doctor.exit).toBe(3);
      expect(doctor.stdout).toMatch(/^store +broken +The /m);
      return texts;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('of a newer version is refused and not touched', async () => {
    const texts = await spoilt(
      (file) => {
        const db = new Sqlite(file);
        db.pragma('user_version = 99');
        db.close();
      },
      [RUN, ['check'], ['report', 'run'], ['up'], ['event', 'add', 'x']],
    );
    for (const text of texts)
      expect(text).toMatch(/spoilt\/evenkeel\.db has schema 99; this Evenkeel knows schemas up to \d+\. Use the newer Evenkeel/);
  });

  it('that is damaged is refused and not touched', async () => {
    const texts = await spoilt((file) => writeFileSync(file, readFileSync(file).fill(0xaa, 2_000, 60_000)), [RUN, ['check'], ['up']]);
    for (const text of texts) expect(text).toMatch(/spoilt\/evenkeel\.db is damaged or not an SQLite database\. Restore it/);
  });

  it('that belongs to another program is refused and not touched', async () => {
    const texts = await spoilt(
      (file) => {
        rmSync(file);
        const db = new Sqlite(file);
        db.exec('create table accounts(name)');
        db.close();
      },
      [RUN, ['check']],
    );
    for (const text of texts) expect(text).toContain('but not a store of Evenkeel');
  });

  it('that is not there yet has nothing to read', async () => {
    write('empty.yaml', `${smallTarget()}store: nowhere/evenkeel.db\n`);
    for (const command of [
      ['check'],
      ['report', 'run'],
      ['campaign', 'list'],
      ['baseline', 'list'],
      ['show', 'obs-1'],
      ['instances', 'list'],
    ]) {
      expect(refused(await home.evenkeel(['-c', 'empty.yaml', ...command]), 3)).toContain('Nothing has been measured yet');
    }
  });
});

describe('a verdict that cannot be given', () => {
  it('check without a baseline, with too few runs, and with runs that are too old', async () => {
    const judged = makeHome(`${smallTarget()}check: { max_age: 1d }\n`);
    try {
      const day = 86_400_000_000;
      const now = Date.now() * 1_000;
      const run = (startedAt: number) => ({ startedAt, seconds: [1, 1.01, 0.99] });
      const [first = '', second = ''] = await fillRuns(judged, [run(now - 9 * day), run(now - 8 * day)]);
      expect(refused(await judged.evenkeel(['check']), 3)).toBe(
        'There is no baseline "main". Set one from the newest runs: evenkeel baseline set main --last 5',
      );
      expect(await judged.evenkeel(['baseline', 'set', 'main', '--last', '2'])).toMatchObject({ exit: 0, stderr: '' });
      const [third = ''] = await fillRuns(judged, [run(now - 2 * day)]);
      expect(refused(await judged.evenkeel(['check']), 3, /too old/)).toMatch(
        /^check has no verdict on local: the newest run is too old.* evenkeel run --target local$/,
      );
      const [fourth = ''] = await fillRuns(judged, [run(now - day / 24)]);
      expect(refused(await judged.evenkeel(['check']), 3, /too few units/)).toMatch(/^check has no verdict on local: too few units: /);
      expect(await judged.read(async (reader) => (await reader.runs({})).map(({ uid }) => uid).toSorted())).toEqual(
        [first, second, third, fourth].toSorted(),
      );
      expect(processesOf(judged.folder)).toEqual([]);
    } finally {
      judged.remove();
    }
  }, 60_000);

  it('compare of instruments that are not comparable names them; --force does it', async () => {
    const compared = makeHome(smallTarget({ jobs: '{ cpu: { count: 1, events: 50, primes: 2000 } }' }));
    try {
      writeFileSync(join(compared.folder, 'other.yaml'), smallTarget({ jobs: '{ cpu: { count: 1, events: 60, primes: 2000 } }' }));
      for (const args of [
        ['run', '--campaign', 'before'],
        ['-c', 'other.yaml', 'run', '--campaign', 'after'],
      ]) {
        const ended = await compared.evenkeel([...args, '-q', '--scenarios', 'cpu', '--instances', '1', '--engine', 'embedded']);
        expect(ended, ended.stderr).toMatchObject({ exit: 0 });
      }
      const text = refused(await compared.evenkeel(['report', 'compare', 'before', 'after']), 2);
      expect(text).toMatch(
        /instruments that cannot be compared: \S+ \S+ \{.*"events":50.*\} \/ \S+ \S+ \{.*"events":60.*\}\. Measure both sides .* --force/,
      );
      const forced = await compared.evenkeel(['report', 'compare', 'before', 'after', '--force']);
      expect(forced, forced.stderr).toMatchObject({ exit: 0, stderr: '' });
      expect(forced.stdout).not.toContain('NaN');
    } finally {
      compared.remove();
    }
  }, 60_000);
});

describe('a pipe that is closed early', () => {
  it('is no error', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `"$0" "$1" --help | head -n 1 >/dev/null; "$0" "$1" --json show "$2" | true`, process.execPath, program, earlier[0] ?? ''], { cwd: home.folder, encoding: 'utf8' }); // prettier-ignore
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
