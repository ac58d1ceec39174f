#!/usr/bin/env node
// Stands in for the k6 binary: speaks `version`, `inspect` and `run`, and does what the JSON in FAKE_K6 says.
//   {points, log, metrics, setupData, exit, torn, stderr, hang, ignoreInterrupt, dieBy, onInterrupt, version}
// It imports the bundle, so that the script's options and the wrapped handleSummary are the real ones.
import { appendFileSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const plan = JSON.parse(process.env.FAKE_K6 ?? '{}');
const [command, ...flags] = process.argv.slice(2);
const option = (name) => flags[flags.indexOf(name) + 1];
const logs = command === 'run' && option('--log-output') === 'stderr' && option('--log-format') === 'json';

function log(line) {
  if (logs) writeSync(2, `${JSON.stringify(line)}\n`);
}

async function loadBundle() {
  globalThis.__ENV = { ...process.env };
  globalThis.console = { ...console, error: (message) => log({ level: 'error', msg: message, source: 'console' }) };
  try {
    return await import(pathToFileURL(flags.at(-1)).href);
  } catch (error) {
    log({ level: 'error', msg: error.stack, source: 'stacktrace', hint: 'script exception' });
    process.exit(107);
  }
}

function summarise(bundle) {
  if (plan.metrics === undefined) return;
  const results = bundle.handleSummary({ metrics: plan.metrics, setup_data: plan.setupData });
  for (const [path, text] of Object.entries(results)) {
    if (path === 'stdout') process.stdout.write(text);
    else writeFileSync(path, text);
  }
}

async function run() {
  writeFileSync('seen.json', JSON.stringify({ argv: process.argv.slice(2), env: process.env }));
  const bundle = await loadBundle();
  process.on('SIGINT', () => {
    appendFileSync('signals.txt', 'SIGINT\n');
    if (plan.ignoreInterrupt) return;
    summarise(bundle);
    process.exit(plan.onInterrupt ?? 105);
  });
  const samples = option('--out').replace(/^json=/, '');
  appendFileSync(samples, (plan.points ?? []).map((line) => `${JSON.stringify(line)}\n`).join('') + (plan.torn ?? ''));
  for (const line of plan.log ?? []) log(line);
  if (plan.stderr !== undefined) process.stderr.write(plan.stderr);
  writeFileSync('ready', '');
  if (plan.hang) await delay(60_000);
  if (plan.dieBy !== undefined) {
    process.kill(process.pid, plan.dieBy);
    await delay(10_000);
  }
  summarise(bundle);
  process.exitCode = plan.exit ?? 0;
}

switch (command) {
  case 'version':
    process.stdout.write(`${plan.version ?? 'k6 v2.2.0 (commit/fake, go1.26.1, linux/amd64)'}\n`);
    break;
  case 'inspect':
    process.stdout.write(JSON.stringify((await loadBundle()).options ?? {}));
    break;
  case 'run':
    await run();
    break;
  default:
    process.exitCode = 255;
}
