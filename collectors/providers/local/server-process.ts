// The local provider: a process of its own that speaks HTTP on a loopback port of the system's choice.
// Its token comes by environment and its port goes out as one JSON line on stdout.
import { serve } from '@hono/node-server';
import { systemClock } from '../../../src/core/clock.ts';
import { identifyProcess } from '../../../src/core/process-identity.ts';
import { apiApp } from './api-app.ts';
import { openCloud } from './cloud.ts';
import { faultPlan, FAULTS_VARIABLE, type FaultRules } from './faults.ts';
import { openHomes } from './homes.ts';
import { STATE_VARIABLE, TOKEN_VARIABLE } from './server-environment.ts';

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: this process is started by the local provider's adapter`);
  return value;
}

const token = needed(TOKEN_VARIABLE);
const stateDir = needed(STATE_VARIABLE);
const rules = JSON.parse(process.env[FAULTS_VARIABLE] ?? '[]') as FaultRules;
const self = await identifyProcess(process.pid);
if (self === undefined) throw new Error('this process cannot find itself in the process table');

const cloud = await openCloud({
  stateDir,
  homes: await openHomes(stateDir, self),
  clock: systemClock,
  env: { PATH: process.env.PATH ?? '' },
});
let host = '';
const app = apiApp({ cloud, token, host: () => host, clock: systemClock, faults: faultPlan(rules) });
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  host = `127.0.0.1:${port}`;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});

let isClosing = false;
process.on('SIGTERM', () => {
  if (isClosing) return;
  isClosing = true;
  server.close();
  void cloud.close().finally(() => process.exit(0));
});
