import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { PACKAGE_ROOT } from '../src/core/entry.ts';
import { openReader } from '../src/store/open-reader.ts';
import { print, table, type Figure } from './figures/print.ts';
import { monthStore, RUN } from './stores/month.ts';

/**
 * Time and memory of the reports on a large store: a month of probes and one run, made in a folder that is removed at the end.
 * Processes are measured as a whole, from start to exit; run `npm run build` first.
 */
const { values: given } = parseArgs({
  options: {
    samples: { type: 'string', default: '10000000' },
    'run-samples': { type: 'string', default: '540000' },
    probes: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'evk-bench-report-'));
const until = Date.UTC(2026, 10, 25) * 1000;
const place = { file: join(folder, 'evenkeel.db'), sessionsDir: join(folder, 'sessions') };
const figures: Figure[] = [];
try {
  const plan = { ...place, until, days: 30, seed: Number(given.seed), probes: Number(given.probes) };
  await timed('writing the store', () => monthStore({ ...plan, samples: Number(given.samples), runSamples: Number(given['run-samples']) }));
  figures.push({ name: 'size of the store', unit: 'MB', value: statSync(place.file).size / 1e6 });
  writeFileSync(join(folder, 'evenkeel.yaml'), 'store: evenkeel.db\nkeep: { probes: 60d }\ntargets: { cloud: {} }\n');
  const reader = await openReader(place);
  await timed('store.facts of the run', () => reader.facts([RUN]));
  await reader.close();
  const ending = ['--until', new Date(until / 1000).toISOString()];
  await measured('report status --window 30d', ['report', 'status', '--window', '30d', ...ending]);
  await measured('report status --window 7d', ['report', 'status', '--window', '7d', ...ending]);
  await measured('report run', ['report', 'run', RUN]);
  const rows = figures.map(({ name, unit, value }) => [name, value.toFixed(1), unit]);
  print(figures, table([['', 'value', 'unit'], ...rows]), given.json);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  figures.push({ name, unit: 's', value: (performance.now() - began) / 1000 });
}

/** A command in a process of its own: seconds, peak resident memory, size of its page. */
async function measured(name: string, words: readonly string[]): Promise<void> {
  const tell = `data:text/javascript,${encodeURIComponent(
    "process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();" +
      ' process.stderr.write(`usage ${maxRSS} ${userCPUTime + systemCPUTime}\\n`); })',
  )}`;
  const out = join(folder, 'report');
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', tell, join(PACKAGE_ROOT, 'bin', 'evenkeel.mjs'), '--config', join(folder, 'evenkeel.yaml'), ...words, '-o', out],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const [told, exit] = await Promise.all([text(child.stderr), new Promise((resolve) => child.on('close', resolve))]);
  if (exit !== 0) throw new Error(`${name} ended with ${String(exit)}: ${told}`);
  const [, maxRss, cpuUs] = /usage (\d+) (\d+)/.exec(told) ?? [];
  figures.push({ name, unit: 's', value: (performance.now() - began) / 1000 });
  figures.push({ name: `${name}, processor`, unit: 's', value: Number(cpuUs) / 1e6 });
  figures.push({ name: `${name}, peak resident memory`, unit: 'MB', value: (Number(maxRss) * 1024) / 1e6 });
  figures.push({ name: `${name}, page`, unit: 'MB', value: statSync(join(out, 'report.html')).size / 1e6 });
  rmSync(out, { recursive: true, force: true });
}
