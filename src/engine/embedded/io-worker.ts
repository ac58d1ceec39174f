import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { exactRedactor, redactor } from '../../core/redact.ts';
import { ARTIFACTS } from '../artifacts.ts';
import { originalPlaces } from '../source-map.ts';
import { warmUp } from './http/warm-up.ts';
import type { FromIo, IoStart, ToIo } from './io-messages.ts';
import { lineFile } from './line-file.ts';
import { runLog } from './run-log.ts';
import { testRun } from './test-run.ts';

// The thread that holds an execution together: all of its I/O, its samples, its VUs. Nothing of it disturbs the harness.
const start = workerData as IoStart;
const port = parentPort as NonNullable<typeof parentPort>;
const send = (message: FromIo): void => port.postMessage(message);

/** Later than this, and what was measured says as much about this machine. */
const LATE_MS = 50;

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const [samples, logFile] = [
  await lineFile(join(start.workDir, ARTIFACTS.samples), systemClock),
  await lineFile(join(start.workDir, ARTIFACTS.log), systemClock),
];
const url = pathToFileURL(start.bundle).href;
const redact = redactor(start.secrets);
const log = runLog(logFile, { url, original: await originalPlaces(start.bundle) }, { clock: systemClock, redact });
await warmUp(systemClock);
let goOn: () => void = () => {};

const run = testRun(
  { file: url, source: readFileSync(start.bundle, 'utf8'), env: start.env },
  {
    clock: systemClock,
    log,
    samples,
    userAgent: start.userAgent,
    // Addresses are told apart by their queries: only what is known to be secret goes.
    redact: exactRedactor(start.secrets),
    planned: (thresholdKeys) =>
      new Promise((resolve) => {
        goOn = resolve;
        send({ type: 'planned', thresholdKeys });
      }),
    begun: () => delay.reset(),
    output,
  },
);
port.on('message', (message: ToIo) => {
  if (message.type === 'go') goOn();
  else if (message.type === 'stop') run.stop();
  else run.abort();
});

const exit = await run.done;
delay.disable();
const latestMs = Math.round(delay.max / 1e6);
if (latestMs > LATE_MS) log.say('warn', `the engine itself was late by up to ${latestMs} ms: this machine was the bottleneck`);
await Promise.all([samples.close(), logFile.close()]);
send({ type: 'ended', exit });
port.close();

/** handleSummary's files, redacted unless the script names a place of its own; one that cannot be written is logged, and the others are. */
async function output(files: { readonly [path: string]: string | readonly number[] }): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? (isAbsolute(path) ? content : redact(content)) : Uint8Array.from(content);
    if (path === 'stderr') {
      log.say('info', String(content));
      continue;
    }
    const file = path === 'stdout' ? join(start.workDir, ARTIFACTS.stdout) : isAbsolute(path) ? path : join(start.workDir, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    } catch (error) {
      log.say('error', `handleSummary: ${(error as Error).message}`);
    }
  }
}
