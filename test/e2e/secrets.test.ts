import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeHome, processesOf, type Home } from './evenkeel.ts';
import type { Ended, Started } from './start-evenkeel.ts';
import { CANARIES, leaks, leaksUnder } from './leaks.ts';

function leaksIn({ stdout, stderr }: Ended): readonly string[] {
  return [...leaks('stdout', stdout), ...leaks('stderr', stderr)];
}

function leaksInArguments(home: Home): readonly string[] {
  return processesOf(home.folder).flatMap(({ argv }) => leaks(`the arguments ${argv}`, argv));
}

function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Files of the script's execution by this name. */
function written(name: string): readonly string[] {
  const files = readdirSync(home.folder, { recursive: true }) as string[];
  return files.filter((path) => path.endsWith(`/script/${name}`)).map((path) => join(home.folder, path));
}

/** What the log of the execution holds so far. */
function logged(): string {
  return written('k6.log')
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
}

let home: Home;
let server: Server;
let asked = 0;

/** Tells everything it was told, in several shapes, and takes the secret for the name of its error. */
beforeEach(async () => {
  asked = 0;
  server = createServer(({ headers, rawHeaders, url }, response) => {
    asked += 1;
    const body = JSON.stringify({ error: headers['x-api-key'] ?? 'unauthorized', headers, rawHeaders, url });
    response.writeHead(401, { 'content-type': 'application/json', 'x-you-sent': headers.authorization ?? 'nothing' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const { pid } of processesOf(home.folder)) endIfThere(pid);
  home.remove();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const address = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;

function start(args: readonly string[], env: { readonly [name: string]: string } = {}): Started {
  return home.start(['--log-level', 'debug', ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home.folder,
      PROBE_KEY: CANARIES.header,
      UPLOAD_TOKEN: CANARIES.token,
      SCRIPT_TARGET: `http://${address()}/`,
      ...env,
    },
  });
}

/** Looks again and again until the condition holds; fails when the run ends before. */
async function until(run: Started, condition: () => boolean): Promise<void> {
  let end: Ended | undefined;
  void run.ended.then((how) => (end = how));
  while (!condition()) {
    if (end !== undefined) throw new Error(`the run ended: ${end.stderr}${end.stdout}`);
    await pause(50);
  }
}

describe('secrets of a probe whose target tells them to everybody', () => {
  const args = ['run', '--engine', 'embedded', '--scenarios', 'api', '--at-least'];
  beforeEach(() => {
    home = makeHome(`targets:
  web:
    probes:
      api:
        kind: http
        url: "http://user:${CANARIES.password}@${address()}/v1?key=${CANARIES.query}"
        headers: { x-api-key: env:PROBE_KEY }
        every: 100ms
`);
  });

  it('are in no file, no evidence and no word of the run, while it goes on and after', async () => {
    const run = start([...args, '4s']);
    await until(run, () => asked > 10);
    expect(leaksUnder(home.folder)).toEqual([]);
    expect(leaksInArguments(home)).toEqual([]);
    const end = await run.ended;
    expect(end, end.stderr).toMatchObject({ exit: 0 });
    expect(leaksIn(end)).toEqual([]);
    expect(leaksUnder(home.folder)).toEqual([]);
    // What it was told is there all the same.
    const { observations } = await home.newest();
    const [failed] = observations.filter(({ evidence }) => evidence !== null);
    const evidence = await home.read((reader) => reader.evidence(failed?.evidence ?? ''));
    expect(evidence?.body).toContain('"rawHeaders":');
    expect(evidence?.body).toContain('[redacted]');
  }, 60_000);

  it('are in no file after kill -9', async () => {
    const run = start([...args, '30s']);
    // What is watched is committed every ten seconds at the latest.
    await until(run, () => asked > 120);
    run.child.kill('SIGKILL');
    expect(leaksIn(await run.ended)).toEqual([]);
    expect((await home.newest()).observations.length).toBeGreaterThan(50);
    expect(leaksUnder(home.folder)).toEqual([]);
  }, 60_000);
});

describe('a secret that a script of the user prints, sends and throws', () => {
  beforeEach(() => {
    home = makeHome('targets: { web: {} }\nscript_env: [UPLOAD_TOKEN, SCRIPT_TARGET]\n');
    writeFileSync(
      join(home.folder, 'upload.ts'),
      `import { sleep } from 'k6';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const uploads = new Counter('uploads');
export const options = { vus: 2, iterations: 40 };

export function setup() {
  return { token: __ENV.UPLOAD_TOKEN };
}

export default function () {
  const token = __ENV.UPLOAD_TOKEN ?? '';
  console.log('uploading with ' + token);
  console.error({ token });
  http.get(__ENV.SCRIPT_TARGET + 'upload?token=' + token, { headers: { authorization: 'Bearer ' + token } });
  uploads.add(1, { token });
  sleep(0.2);
  throw new Error('refused ' + token);
}

export function handleSummary() {
  return { stdout: 'uploaded with ' + __ENV.UPLOAD_TOKEN };
}
`,
    );
  });

  it('is in no file and no word of the run, while it goes on and after', async () => {
    const run = start(['run', 'upload.ts', '--engine', 'embedded']);
    await until(run, () => asked > 10 && logged().includes('refused [redacted]'));
    expect(leaksUnder(home.folder)).toEqual([]);
    expect(leaksInArguments(home)).toEqual([]);
    const end = await run.ended;
    expect(end, end.stderr).toMatchObject({ exit: 3 });
    expect(end.stderr).toContain('refused [redacted]');
    expect(leaksIn(end)).toEqual([]);
    expect(leaksUnder(home.folder)).toEqual([]);
  }, 60_000);

  it('is in no file after kill -9', async () => {
    const run = start(['run', 'upload.ts', '--engine', 'embedded']);
    await until(run, () => logged().includes('uploading with [redacted]'));
    run.child.kill('SIGKILL');
    expect(leaksIn(await run.ended)).toEqual([]);
    expect(leaksUnder(home.folder)).toEqual([]);
  }, 60_000);

  it('is in no file when k6 prints it, while it goes on and after kill -9', async () => {
    writeFileSync(join(home.folder, 'evenkeel.yaml'), 'targets: { web: {} }\nscript_env: [UPLOAD_TOKEN, FAKE_K6]\n');
    writeFileSync(join(home.folder, 'plain.ts'), 'export default function () {}\n');
    const log = [
      { level: 'info', msg: `uploading with "${CANARIES.token}"`, source: 'console' },
      { level: 'error', msg: `Error: refused ${CANARIES.token}\n\tat default (file:///upload.ts:3:7)`, scenario: 'default' },
    ];
    const plan = { log, stderr: `no log line: ${CANARIES.token}\n`, hang: true };
    const k6 = resolve(import.meta.dirname, '../fakes/fake-k6.mjs');
    const run = start(['run', 'plain.ts', '--engine', 'k6', '--k6', k6], { FAKE_K6: JSON.stringify(plan) });
    await until(run, () => written('ready').length > 0 && logged().includes('refused [redacted]'));
    // Where the stand-in notes its environment for other tests.
    rmSync(written('seen.json')[0] ?? '');
    expect(leaksUnder(home.folder)).toEqual([]);
    run.child.kill('SIGKILL');
    expect(leaksIn(await run.ended)).toEqual([]);
    expect(leaksUnder(home.folder)).toEqual([]);
  }, 60_000);
});
