import { rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { systemClock } from '../../src/core/clock.ts';
import { comparable, type Instrument } from '../../src/core/instrument.ts';
import { seededRandom } from '../../src/core/random.ts';
import { openWriter } from '../../src/store/open-writer.ts';
import { chance } from '../noise/series.ts';

export interface MonthPlan {
  readonly file: string;
  readonly sessionsDir: string;
  readonly probes: number;
  /** In all; a look gives one a phase. */
  readonly samples: number;
  readonly days: number;
  /** End of the month, µs since 1970. */
  readonly until: number;
  readonly seed: number;
  /** Samples of one run, `RUN`, in the last two hours, beside those of the month. */
  readonly runSamples: number;
}

/** Uid of the run. */
export const RUN = '20261124t220000-bench0';

const PHASES = ['total', 'dns', 'connect', 'wait', 'transfer'];
const DAY_US = 86_400_000_000;
const INSTRUMENT: Instrument = { name: 'evenkeel-probe', version: '1.0.0', params: {} };

/**
 * A store as a month of `evenkeel up` leaves it, written straight into SQLite, hour by hour as the watch would: times with a daily
 * course, one outage of half an hour a week for each probe, two looks in a thousand that fail alone.
 */
export async function monthStore(plan: MonthPlan): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${plan.file}${suffix}`, { force: true });
  const names = Array.from({ length: plan.probes }, (_, index) => `probe-${String(index + 1).padStart(2, '0')}`);
  const { file, sessionsDir, seed } = plan;
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const observer = { name: 'bench', place: null };
  const common = { file, sessionsDir, clock: systemClock, log: quiet, observer, version: '1.0.0', config: '' };
  const writer = await openWriter({ ...common, random: seededRandom(seed), kind: 'up' });
  const began = plan.until - plan.days * DAY_US;
  // One look of each through the writer makes the rows of names, series and subjects.
  for (const name of names) {
    const samples = PHASES.map((phase) => ({ metric: 'probe_duration_seconds', tags: tagsOf(name, phase), value: 0.02 }));
    const subject = { kind: 'probe', key: name } as const;
    writer.observe({ subject, target: 'cloud', at: began, tookUs: 20_000, outcome: 'ok', instrument: INSTRUMENT, samples });
  }
  const run = await writer.startRun({ ...RUN_FACTS, startedAt: plan.until - RUN_US });
  await writer.endRun(run, { state: 'done', exit: 0, endedAt: plan.until });
  await writer.close('done');
  fill(plan, names, began, run);
}

const RUN_US = 7_200_000_000;
const RUN_FACTS = {
  uid: RUN,
  campaign: null,
  target: 'cloud',
  targetKind: 'http',
  seed: 1,
  config: 'targets: {}\n',
  plan: { instances: 0, jobs: {}, probes: {} },
  environment: { cpuModel: 'bench', cpus: 1, memoryBytes: 1e9, kernel: '1', node: '20', tools: {} },
  sharesHost: false,
};

function tagsOf(probe: string, phase: string): { readonly [tag: string]: string } {
  return { phase, probe, probe_kind: 'http' };
}

function fill({ file, samples, runSamples, days, until, seed }: MonthPlan, names: readonly string[], began: number, run: number): void {
  const db = new Sqlite(file);
  db.pragma('synchronous = off');
  const seriesOf = db.prepare(`select id from series where tags = ? and comparable = '${comparable(INSTRUMENT)}'`).pluck();
  const subjectOf = db.prepare(`select id from subjects where key = ?`).pluck();
  const places = names.map((name) => ({
    subject: subjectOf.get(name) as number,
    series: PHASES.map((phase) => seriesOf.get(JSON.stringify(tagsOf(name, phase))) as number),
  }));
  const addLook = db.prepare(
    `insert into observations(session, seq, subject, at, took_us, due_at, instrument, outcome, code, run) values (1, ?, ?, ?, ?, ?, 1, ?, ?, ?)`,
  );
  const addSample = db.prepare('insert into samples(series, at, obs, n, value) values (?, ?, ?, 0, ?)');
  const stepUs = Math.floor((days * DAY_US) / (samples / (names.length * PHASES.length)));
  const { random, normal } = chance(seed);
  let seq = names.length;
  const hour = db.transaction((from: number, to: number, every: number, inRun: number | null) => {
    const rows: { readonly series: number; readonly at: number; readonly obs: number; readonly value: number }[] = [];
    for (let at = from; at < to; at += every) {
      const course = 1 + 0.2 * Math.sin((2 * Math.PI * (at % DAY_US)) / DAY_US);
      for (const [index, { subject, series }] of places.entries()) {
        const lookAt = at + index * 1_000;
        const isDown = Math.floor(lookAt / 1.8e9) % 336 === index;
        const failed = isDown || random() < 0.002;
        const total = 0.02 * (1 + index / 10) * course * Math.exp(0.2 * normal());
        const code = failed ? (isDown ? 'ECONNREFUSED' : 'timeout') : null;
        const { lastInsertRowid } = addLook.run((seq += 1), subject, lookAt, Math.round(total * 1e6), at, failed ? 2 : 0, code, inRun);
        if (failed) continue;
        const obs = Number(lastInsertRowid);
        for (const [phase, id] of series.entries()) rows.push({ series: id, at: lookAt, obs, value: phase === 0 ? total : total / 4 });
      }
    }
    rows.sort((a, b) => a.series - b.series || a.at - b.at);
    for (const { series, at, obs, value } of rows) addSample.run(series, at, obs, value);
  });
  const fillFrom = (start: number, every: number, inRun: number | null): void => {
    const perHour = Math.max(1, Math.floor(3.6e9 / every)) * every;
    for (let from = start; from < until; from += perHour) hour(from, Math.min(from + perHour, until), every, inRun);
  };
  fillFrom(began + stepUs, stepUs, null);
  if (runSamples > 0) fillFrom(until - RUN_US, Math.floor((RUN_US * names.length * PHASES.length) / runSamples), run);
  db.pragma('wal_checkpoint(truncate)');
  db.close();
}
