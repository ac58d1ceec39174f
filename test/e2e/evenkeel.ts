import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FaultRules } from '../../collectors/providers/local/faults.ts';
import { openReader } from '../../src/store/open-reader.ts';
import type { StoreReader } from '../../src/store/api.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import { startEvenkeel, type Ended, type StartOptions, type Started } from './start-evenkeel.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Home {
  readonly folder: string;
  /** Runs the command to its end. */
  evenkeel(args: readonly string[], options?: HomeOptions): Promise<Ended>;
  start(args: readonly string[], options?: HomeOptions): Started;
  read<T>(work: (reader: StoreReader) => Promise<T>): Promise<T>;
  /** All there is of the newest run. */
  newest(): Promise<RunFacts>;
  /** The newest report. */
  report(): { readonly folder: string; readonly markdown: string };
  remove(): void;
}

interface HomeOptions extends StartOptions {
  readonly faults?: FaultRules;
}

/** A folder with a config of its own, and the compiled command run in it as a user would. */
export function makeHome(config: string): Home {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-e2e-'));
  writeFileSync(join(folder, 'evenkeel.yaml'), config);
  const store = join(folder, 'var', 'evenkeel.db');

  const start = (args: readonly string[], { faults, ...options }: HomeOptions = {}): Started =>
    startEvenkeel(folder, args, {
      ...options,
      ...(faults === undefined ? {} : { script: [join(root, 'test/e2e/faulty-evenkeel.mjs'), JSON.stringify(faults)] }),
    });

  async function read<T>(work: (reader: StoreReader) => Promise<T>): Promise<T> {
    const reader = await openReader({ file: store, sessionsDir: join(folder, 'var', 'sessions') });
    try {
      return await work(reader);
    } finally {
      await reader.close();
    }
  }

  return {
    folder,
    evenkeel: (args, options) => start(args, options).ended,
    start,
    read,
    newest: () =>
      read(async (reader) => {
        const [run] = await reader.runs({ last: 1 });
        return reader.facts(run === undefined ? [] : [run.uid]);
      }),
    report() {
      const reports = join(folder, 'var', 'reports');
      const newest = readdirSync(reports).toSorted().at(-1) ?? '';
      return { folder: join(reports, newest), markdown: readFileSync(join(reports, newest, 'report.md'), 'utf8') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A target as the shipped one, made small: a run of a few seconds. */
export function smallTarget(options: { readonly jobs?: string; readonly probes?: string; readonly drive?: string } = {}): string {
  return `targets:
  local:
    provider: { kind: local }
    instances: 3
    drive: ${options.drive ?? '4MiB'}
    jobs: ${options.jobs ?? '{ cpu: { count: 6, events: 300, primes: 5000 }, io: { count: 6, bytes: 1MiB } }'}
    probes: ${options.probes ?? '{ api: { kind: http, of: provider, every: 200ms }, port: { kind: tcp, of: provider, every: 200ms } }'}
`;
}

/** Processes of this machine whose command line names the folder; [] where there is no /proc. */
export function processesOf(folder: string): readonly { readonly pid: number; readonly argv: string }[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const argv = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
          const environment = readFileSync(`/proc/${name}/environ`, 'utf8');
          const state = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.[0];
          return state !== 'Z' && (argv.includes(folder) || environment.includes(folder)) ? [{ pid: Number(name), argv }] : [];
        } catch {
          return [];
        }
      });
  } catch {
    return [];
  }
}
