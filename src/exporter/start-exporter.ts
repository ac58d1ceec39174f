import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Clock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { StoreReader } from '../store/api.ts';
import { exportedMetrics } from './exported-metrics.ts';
import { exporterApp } from './exporter-app.ts';
import { type Follower, startFollower } from './follower.ts';
import { createMeters } from './meters.ts';

export interface ExporterOptions {
  readonly reader: StoreReader;
  /** Address to bind; loopback unless a container network needs more. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Time between two reads of the store, ms. */
  readonly everyMs: number;
  readonly version: string;
  /** Further Host names it answers to, as host:port: `harness:9464` in a compose network. */
  readonly names?: readonly string[];
  /** Acts this old (ms) are counted at the start; 15 minutes by default. */
  readonly lookbackMs?: number;
  /** How many acts this process could not store so far. */
  readonly lost?: () => number;
}

export interface Exporter {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens, then follows the store until closed. Rejects with `port-in-use`, or `config-invalid` for an address that cannot be bound. */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { host, lost = () => 0 } = options;
  const meters = createMeters(exportedMetrics());
  meters.set('evenkeel_build_info', { version: options.version, node: process.versions.node }, 1);
  let lostBefore = 0;
  const refresh = (): void => {
    const now = lost();
    meters.count('evenkeel_observations_lost_total', {}, Math.max(0, now - lostBefore));
    lostBefore = Math.max(now, lostBefore);
  };

  let hosts: readonly string[] = [];
  let follower: Follower | undefined;
  const problem = (): string | undefined => (follower === undefined ? 'is starting' : follower.problem());
  const app = exporterApp({ meters, hosts: () => hosts, problem, refresh });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const port = await listen(server, host, options.port);
  hosts = ownHosts(host, port, options.names ?? []);
  const started = startFollower(meters, { ...options, lookbackMs: options.lookbackMs ?? 15 * 60_000 });
  follower = started;
  options.log.info({ host, port }, 'exporter listens');

  return {
    port,
    close: async () => {
      await started.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function ownHosts(host: string, port: number, extra: readonly string[]): readonly string[] {
  const bound = host.includes(':') ? `[${host}]` : host;
  const names = ['127.0.0.1', 'localhost', ...(host === '0.0.0.0' || host === '::' ? [] : [bound])];
  return [...new Set([...names.map((name) => `${name}:${port}`), ...extra])];
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): HarnessError {
  if (error.code === 'EADDRINUSE') {
    return new HarnessError('port-in-use', `The exporter cannot listen on ${host}:${port}: another program does`, {
      hint: 'Stop it (another `evenkeel up`?), or set exporter.port in the config to a free port',
      cause: error,
    });
  }
  return new HarnessError('config-invalid', `The exporter cannot listen on ${host}:${port}: ${error.message}`, {
    hint: 'Set exporter.host to an address of this machine (127.0.0.1) and exporter.port to one above 1023',
    cause: error,
  });
}
