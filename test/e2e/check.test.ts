import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/random.ts';
import { makeHome, type Home } from './evenkeel.ts';
import type { Ended } from './start-evenkeel.ts';
import { fillRuns, writeInto } from './fill-runs.ts';

const root = resolve(import.meta.dirname, '../..');
const HOUR = 3_600_000_000;
const EVEN = [1, 1.01, 0.99, 1.02, 0.98, 1.005];
const random = seededRandom(11);

const CONFIG = `targets:
  local:
    provider: { kind: local }
    jobs: { cpu: { count: 6 } }
    probes: { api: { kind: http, of: provider } }
`;
const SCHEDULE = `schedule: [{ name: hourly, cron: '7 * * * *', do: run }]\n`;

let home: Home;
const homes: Home[] = [];
afterEach(() => {
  for (const each of homes.splice(0)) each.remove();
});

function freshHome(config: string): Home {
  const fresh = makeHome(config);
  homes.push(fresh);
  return fresh;
}

/** Runs an hour apart, the last one hour before now. */
function hourly(count: number, seconds: () => readonly number[]): { readonly startedAt: number; readonly seconds: readonly number[] }[] {
  const now = systemClock.now();
  return Array.from({ length: count }, (_, index) => ({ startedAt: now - (count - index) * HOUR, seconds: seconds() }));
}
const even =
  (ratio = 1) =>
  (): readonly number[] =>
    EVEN.map((value) => value * ratio);
const noisy = (): readonly number[] => {
  const level = 1 + 0.2 * random();
  return EVEN.map((value) => value * level * (1 + 0.1 * random()));
};

/** A home with a baseline of `before` runs, set by the command, and `after` since. */
async function checked(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
  { config = CONFIG, args = [] as readonly string[] } = {},
): Promise<Ended> {
  home = freshHome(config);
  const all = [...before, ...after];
  const runs = hourly(all.length, () => []).map((run, index) => ({ ...run, seconds: all[index] ?? [] }));
  await fillRuns(home, runs.slice(0, before.length));
  const set = await home.evenkeel(['baseline', 'set', 'main', '--last', String(before.length)]);
  expect(set, set.stderr).toMatchObject({ exit: 0 });
  await fillRuns(home, runs.slice(before.length));
  return home.evenkeel(['check', ...args]);
}

const times = (count: number, seconds: () => readonly number[]): readonly (readonly number[])[] => Array.from({ length: count }, seconds);
const firstLine = ({ stdout }: Ended): string => stdout.split('\n')[0] ?? '';

describe('evenkeel check cannot say anything, exit 3,', () => {
  it('before anything was measured, and without a baseline', async () => {
    home = freshHome(CONFIG);
    const nothing = await home.evenkeel(['check']);
    expect(nothing).toMatchObject({ exit: 3 });
    expect(nothing.stderr).toContain('Nothing has been measured yet');
    await fillRuns(home, hourly(5, even()));
    const ended = await home.evenkeel(['check']);
    expect(ended).toMatchObject({ exit: 3, stdout: '' });
    expect(ended.stderr).toContain('There is no baseline "main"');
    expect(ended.stderr).toContain('evenkeel baseline set main --last 5');
  });

  it('with too few runs since the baseline, and says how many more it takes and when', async () => {
    const ended = await checked(times(5, even()), times(2, even()), { config: CONFIG + SCHEDULE });
    expect(ended).toMatchObject({ exit: 3 });
    const [, due = ''] = /^too few units: 2 of 5 runs; ready after 3 more, by the schedule at (.+Z)$/.exec(firstLine(ended)) ?? [];
    const inMinutes = (Date.parse(due) * 1000 - systemClock.now()) / 60e6;
    expect(due).toMatch(/:07Z$/);
    expect(inMinutes).toBeGreaterThan(119);
    expect(inMinutes).toBeLessThanOrEqual(180);
    const json = JSON.parse((await home.evenkeel(['--json', 'check'])).stdout) as { data: { verdict: string; runs: string[] }; meta: { exit: number } }; // prettier-ignore
    expect(json).toMatchObject({ data: { verdict: 'too few units' }, meta: { exit: 3 } });
    expect(json.data.runs).toHaveLength(2);
  });

  it('with no run since the baseline, and with runs that are older than it', async () => {
    const ended = await checked(times(5, even()), []);
    expect(ended).toMatchObject({ exit: 3 });
    expect(firstLine(ended)).toBe('too few units: 0 of 5 runs; ready after 5 more');
    await fillRuns(home, times(9, even(2)).map((seconds, index) => ({ startedAt: systemClock.now() - (50 + index) * HOUR, seconds }))); // prettier-ignore
    expect(firstLine(await home.evenkeel(['check']))).toBe('too few units: 0 of 5 runs; ready after 5 more');
  });

  it('with a baseline that is too small itself', async () => {
    const ended = await checked(times(2, even()), times(9, even()));
    expect(ended).toMatchObject({ exit: 3 });
    expect(firstLine(ended)).toContain('the baseline has 2 of 5 runs: set it anew from more, `evenkeel baseline set main --last N`');
  });

  it('when the newest run is older than max_age', async () => {
    const ended = await checked(times(5, even()), times(5, even()), { config: `${CONFIG}check: { max_age: 59m }\n` });
    expect(ended).toMatchObject({ exit: 3 });
    expect(firstLine(ended)).toMatch(/^the newest run is too old: it ended 20\d\d-/);
    expect(await checked(times(5, even()), times(5, even()), { config: `${CONFIG}check: { max_age: 61m }\n` })).toMatchObject({ exit: 0 });
  });

  it('when nothing can be compared, and names what', async () => {
    home = freshHome(CONFIG);
    const now = systemClock.now();
    await fillRuns(home, times(5, even()).map((seconds, index) => ({ startedAt: now - (9 - index) * HOUR, seconds }))); // prettier-ignore
    await home.evenkeel(['baseline', 'set', 'main', '--last', '5']);
    await writeInto(home, async (writer) => {
      const run = await writer.startRun({ uid: '20260101t000000-zzzzzz', campaign: null, target: 'local', targetKind: 'local', seed: 1, config: '', plan: { instances: 0, jobs: {}, probes: {} }, environment: { cpuModel: '', cpus: 1, memoryBytes: 1, kernel: '', node: '', tools: {} }, sharesHost: true, startedAt: now - HOUR }); // prettier-ignore
      writer.observe({ subject: { kind: 'job', key: 'cpu' }, target: 'local', run, at: now - HOUR, tookUs: 1, outcome: 'ok', instrument: { name: 'portable-cpu', version: '1', params: {} }, samples: [{ metric: 'job_duration_seconds', tags: { job_kind: 'cpu' }, value: 1 }] }); // prettier-ignore
      await writer.flush();
      await writer.endRun(run, { state: 'done', exit: 0, endedAt: now - HOUR + 1 });
    });
    const ended = await home.evenkeel(['check']);
    expect(ended).toMatchObject({ exit: 3 });
    expect(firstLine(ended)).toBe('nothing of the newest runs can be compared with the baseline');
    expect(ended.stdout).toMatch(/not compared: job_duration_seconds cpu: measured with portable-cpu.*, the baseline with sysbench-cpu/);
  });
});

describe('evenkeel check says first', () => {
  it('equivalent, and exits 0, also where that is required', async () => {
    const ended = await checked(times(5, even()), times(5, even()), { args: ['--require', 'equivalent'] });
    expect(ended, ended.stdout).toMatchObject({ exit: 0 });
    expect(firstLine(ended)).toBe('equivalent');
    expect(ended.stdout).toMatch(/job_duration_seconds cpu\s+level\s+equivalent/);
  });

  it('inconclusive with the number that would decide, and exits 0 unless equivalence is required', async () => {
    const ended = await checked(times(5, noisy), times(5, noisy));
    expect(ended, ended.stdout).toMatchObject({ exit: 0 });
    expect(firstLine(ended)).toMatch(/^inconclusive(?:: \d+ runs or hosts a side would decide)?$/);
    expect(await home.evenkeel(['check', '--require', 'equivalent'])).toMatchObject({ exit: 1 });
  });

  it('improvement, and exits 0', async () => {
    const ended = await checked(times(5, even()), times(5, even(0.8)));
    expect(ended, ended.stdout).toMatchObject({ exit: 0 });
    expect(firstLine(ended)).toBe('improvement');
  });

  it('regression, and exits 1, for the newest runs alone', async () => {
    const ended = await checked(times(5, even()), [...times(20, even()), ...times(5, even(1.3))]);
    expect(ended, ended.stdout).toMatchObject({ exit: 1 });
    expect(firstLine(ended)).toBe('regression');
    expect(ended.stdout).toMatch(/job_duration_seconds cpu\s+level\s+regression\s+1\.300/);
    expect(ended.stdout).toMatch(/exit 1\n$/);
  });

  it('equivalent also where the alarm budget asks for more runs than `last`', async () => {
    const config = `${CONFIG}check: { checks_per_month: 720 }\n`;
    const few = await checked(times(7, even()), times(5, even()), { config });
    expect(firstLine(few)).toBe('too few units: 5 of 7 runs; ready after 2 more');
    const enough = await checked(times(7, even()), times(7, even()), { config });
    expect(firstLine(enough)).toBe('equivalent');
  });
});

const objective = (limit: number): string =>
  `${CONFIG}objectives: [{ id: R1, metric: job_duration_seconds, tags: { job_kind: cpu }, stat: median, limit: ${limit} }]\n`;

describe('evenkeel check also looks at', () => {
  it('objectives: one that is not met is exit 1, one that is undecided does not matter', async () => {
    const missed = await checked(times(5, even()), times(5, even()), { config: objective(0.5) });
    expect(missed).toMatchObject({ exit: 1 });
    expect(missed.stdout).toContain('objective R1: not met');
    const undecided = await checked(times(5, even()), times(5, even()), { config: objective(1.001) });
    expect(undecided.stdout).toContain('objective R1: undecided (the limit lies within the interval');
    expect(undecided).toMatchObject({ exit: 0 });
    expect(firstLine(undecided)).toBe('equivalent');
  });

  it('open incidents, also without a baseline; those of probes that are gone do not count', async () => {
    home = freshHome(CONFIG);
    const at = systemClock.now() - HOUR;
    await writeInto(home, async (writer) => {
      for (const key of ['api', 'old']) {
        const observation = await writer.record({ subject: { kind: 'probe', key }, target: 'local', at, tookUs: 1, outcome: 'failed', code: 'timeout', instrument: { name: 'http-probe', version: '1', params: {} }, samples: [] }); // prettier-ignore
        const subject = await home.read(async (reader) => (await reader.observation(observation))?.observation.subjectId ?? 0);
        await writer.incident({ subject, kind: 'outage', lastOkAt: null, firstBadAt: at, lastBadAt: at, firstOkAt: null, closedAt: null });
      }
    });
    const ended = await home.evenkeel(['check']);
    expect(ended, ended.stderr).toMatchObject({ exit: 1 });
    expect(firstLine(ended)).toBe('there is no baseline "main"');
    expect(ended.stdout).toContain('open incident-1: local api (outage)');
    expect(ended.stdout).toContain('incident-2 stays open and does not count: the config has no probe old any more');
  });

  it('the target that is named, and refuses one that is not there', async () => {
    home = freshHome(CONFIG);
    await fillRuns(home, hourly(1, even()));
    const ended = await home.evenkeel(['check', '--target', 'mars']);
    expect(ended).toMatchObject({ exit: 2 });
    expect(ended.stderr).toContain('The config has no target "mars"');
  });
});

describe('a regression that was accepted', () => {
  const accept = (...args: readonly string[]): Promise<Ended> => home.evenkeel(['baseline', 'accept', ...args]);
  const later = (count: number, ratio: number, minutesAgo: number): Promise<readonly string[]> => {
    const now = systemClock.now();
    return fillRuns(home, times(count, even(ratio)).map((seconds, index) => ({ startedAt: now - (minutesAgo - index) * 60e6, seconds }))); // prettier-ignore
  };
  const judgementOf = ({ stdout }: Ended): string => /^regression: .+\((judgement-\d+)\)$/m.exec(stdout)?.[1] ?? '';

  it('is stored, can be shown, moves the baseline, and is acknowledged until it gets worse', async () => {
    const found = await checked(times(7, even()), times(6, even(1.2)), { config: `${CONFIG}check: { last: 6 }\n` });
    expect(found, found.stdout).toMatchObject({ exit: 1 });
    const id = judgementOf(found);
    const shown = await home.evenkeel(['--json', 'show', id]);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      data: { kind: 'verdict', seed: 1, baseline: { name: 'main', version: 1 }, result: { verdict: 'regression', claim: 'level', noRegression: false, crossCheck: { seed: 1, agrees: true }, isAcknowledged: false } }, // prettier-ignore
      meta: { kind: 'judgement' },
    });
    expect((await home.evenkeel(['show', id])).stdout).toMatch(/^ {2}since: 20\d\d-.+Z$/m);

    const moved = await accept(id, '--reason', 'the new kernel', '--by', 'ada');
    expect(moved, moved.stderr).toMatchObject({ exit: 0 });
    expect(moved.stdout).toMatch(new RegExp(`^baseline main version 2: 6 runs, .+\nit takes in ${id}, accepted by ada\n$`));
    expect((await home.evenkeel(['baseline', 'list'])).stdout).toMatch(new RegExp(`main +2 +6 .+ada +${id} +the new kernel`));
    expect((await home.evenkeel(['baseline', 'show', 'main'])).stdout).toContain(`accepted: ${id} job_duration_seconds cpu, level 1.200`);

    // Not one run since: held against version 1 all the same, and not blind for it.
    const held = await home.evenkeel(['check']);
    expect(held, held.stdout).toMatchObject({ exit: 0 });
    expect(firstLine(held)).toBe('equivalent');
    expect(held.stdout).toMatch(new RegExp(`^acknowledged: job_duration_seconds cpu, level 1\\.200 \\(${id}, accepted by ada at .+: the new kernel\\)$`, 'm')); // prettier-ignore
    const json = JSON.parse((await home.evenkeel(['--json', 'check'])).stdout) as { data: { series: object[] } };
    expect(json.data).toMatchObject({ baseline: { version: 1 }, acknowledged: [{ by: 'ada', ratio: expect.closeTo(1.2, 9) }] });
    expect(json.data.series[0]).toMatchObject({ acknowledged: ['level'], level: { verdict: 'regression' } });

    await later(6, 1.2, 50);
    const steady = await home.evenkeel(['check']);
    expect(steady, steady.stdout).toMatchObject({ exit: 0 });
    expect(steady.stdout).toMatch(/^acknowledged: /m);
    await later(6, 1.4, 20);
    const worse = await home.evenkeel(['check']);
    expect(worse, worse.stdout).toMatchObject({ exit: 1 });
    expect(firstLine(worse)).toBe('regression');
    const twice = await accept(id, '--reason', 'again');
    expect(twice).toMatchObject({ exit: 2, stderr: expect.stringMatching(/^error: judgement-\d+ was accepted already, by ada at /) });
  }, 60_000);

  it('is accepted with all that the newest check found, or not at all', async () => {
    const noisier = EVEN.map((value) => 1.3 * (1 + (value - 1) * 9));
    const found = await checked(times(7, even()), times(6, () => noisier)); // prettier-ignore
    const [level, spread] = [...found.stdout.matchAll(/^regression: .+\((judgement-\d+)\)$/gm)].map(([, id]) => id ?? '');
    expect([level, spread], found.stdout).toEqual([expect.any(String), expect.any(String)]);
    const half = await accept(level ?? '', '--reason', 'r');
    expect(half).toMatchObject({ exit: 2 });
    expect(half.stderr).toContain(`the newest check found more: ${spread} (job_duration_seconds cpu, spread)`);
    expect(half.stderr).toContain(`evenkeel baseline accept ${level} ${spread} --reason TEXT`);
    expect((await home.read((reader) => reader.baselines())).length).toBe(1);
    expect(await accept(level ?? '', spread ?? '', '--reason', 'r')).toMatchObject({ exit: 0 });
    const moved = await home.read((reader) => reader.baseline('main'));
    expect(moved).toMatchObject({ version: 2, movedBy: 'unknown' });
    expect(moved?.accepts.map((id) => `judgement-${id}`)).toEqual([level, spread]);
  }, 30_000);

  it('is refused where there is nothing to accept, or the baseline has moved', async () => {
    const fine = await checked(times(7, even()), times(6, even()));
    expect(fine).toMatchObject({ exit: 0 });
    const equal = await accept('judgement-1', '--reason', 'r');
    expect(equal).toMatchObject({ exit: 2, stderr: expect.stringContaining('judgement-1 says equivalent: there is no change to accept') });
    await later(6, 1.3, 50);
    const id = judgementOf(await home.evenkeel(['check']));
    expect(await accept(id, '--reason', 'r', '--baseline', 'nope')).toMatchObject({ exit: 2, stderr: expect.stringContaining('There is no baseline "nope"') }); // prettier-ignore
    await home.evenkeel(['baseline', 'set', 'main', '--last', '5']);
    const late = await accept(id, '--reason', 'r');
    expect(late).toMatchObject({ exit: 2, stderr: expect.stringContaining(`${id} was held against main version 1, and main is at version 2`) }); // prettier-ignore
  }, 30_000);
});

describe('evenkeel plan', () => {
  it('says from stored runs what can be seen and what it takes', async () => {
    home = freshHome(CONFIG);
    await fillRuns(home, hourly(8, noisy));
    const text = await home.evenkeel(['plan', '--change', '30%', '--pairs', '100']);
    expect(text, text.stderr).toMatchObject({ exit: 0, stderr: '' });
    expect(text.stdout).toMatch(/^job_duration_seconds cpu: [\d.]+ % between runs, [\d.]+ % within \(8 runs, 48 values; /);
    expect(text.stdout).toMatch(/^ {2}today {4}8 against 5 runs of 6 jobs: a change by \d+ % is a regression in 80 %$/m);
    const json = JSON.parse((await home.evenkeel(['--json', 'plan', '--change', '30%', '--pairs', '100'])).stdout) as object;
    expect(json).toMatchObject({
      data: [{ key: 'job_duration_seconds cpu', unit: 'run', scatter: { jobs: 6 }, alpha: 1 / 60, today: { before: 8, after: 5 }, regression: { units: expect.any(Number) } }], // prettier-ignore
      meta: { change: 0.3, power: 0.8, pairs: 100, seed: 1 },
    });
  });

  it('by hand needs no store', async () => {
    home = freshHome(CONFIG);
    const ended = await home.evenkeel(['plan', '--within', '5%', '--between', '2%', '--pairs', '100']);
    expect(ended, ended.stderr).toMatchObject({ exit: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^by hand: 2 % between units, 5 % within\n/);
    expect(await home.evenkeel(['plan'])).toMatchObject({ exit: 3, stdout: '' });
  });
});

/** As cron does it: a shell, a working folder that is not ours, next to nothing in the environment. */
function byCron(command: string): Promise<Ended> {
  const child = spawn('/bin/sh', ['-c', `exec env -i ${command}`], { cwd: '/', env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (exit, signal) => done({ exit, signal, stdout, stderr }));
  });
}

describe("the README's crontab line", () => {
  const line = /^ {4}[\d*/,-]+(?: [\d*/,-]+){4} (.+ check)$/m.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';

  it('works from / with an empty environment', async () => {
    expect(line).toBe('/usr/bin/node /opt/evenkeel/bin/evenkeel.mjs --config /opt/evenkeel/evenkeel.yaml check');
    await checked(times(5, even()), times(5, even(1.3)));
    const command = line
      .replace('/usr/bin/node', process.execPath)
      .replace('/opt/evenkeel/bin', join(root, 'bin'))
      .replace('/opt/evenkeel/evenkeel.yaml', join(home.folder, 'evenkeel.yaml'));
    const ended = await byCron(command);
    expect(ended, ended.stderr).toMatchObject({ exit: 1, stderr: '' });
    expect(firstLine(ended)).toBe('regression');
  });
});
