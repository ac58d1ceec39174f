import { createHash } from 'node:crypto';
import { comparable, type Instrument } from '../../src/core/instrument.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import type { SubjectKind } from '../../src/core/observation.ts';
import type {
  EventRow,
  ExecutionRow,
  FindingRow,
  GapRow,
  InstanceRow,
  ObservationRow,
  ResourceRow,
  RunFacts,
  RunRow,
  SampleRow,
} from '../../src/store/rows.ts';

export interface Plant {
  readonly seed: number;
  readonly campaign?: string;
  readonly target?: string;
  readonly runs?: number;
  readonly instances?: number;
  readonly jobs?: number;
  readonly sharesHost?: boolean;
  /** Multiplies the time of every job. */
  readonly level?: number;
  /** Standard deviation of the log of a job's time. */
  readonly spread?: number;
  /** The DNS probe fails within these seconds from the start. */
  readonly outage?: { readonly from: number; readonly to: number };
  /** Every n-th look of the API probe answers max_retries_exceeded. */
  readonly failEvery?: number;
  /** The drive clone of instance 2 takes this many times longer. */
  readonly slowClone?: number;
  /** Renting instance 3 fails first and succeeds at its second attempt. */
  readonly retried?: boolean;
  readonly failedJobs?: readonly number[];
  readonly lagged?: boolean;
  readonly gaps?: readonly GapRow[];
  readonly events?: readonly EventRow[];
  readonly findings?: readonly FindingRow[];
  readonly jobTool?: Instrument;
  readonly leftover?: boolean;
  readonly startAt?: number;
  /** Hours from the start of one run to that of the next; 1. */
  readonly everyHours?: number;
  /** Runs that the store already has: row ids begin after theirs. */
  readonly runsBefore?: number;
}

const S = 1e6;
const CPU: Instrument = { name: 'sysbench', version: '1.0.20', params: { concurrency: 1, events: 5000, threads: 1 } };
const IO: Instrument = { name: 'fio', version: '3.33', params: { bytes: 67_108_864, concurrency: 1, fsync: 1 } };
const PROBE: Instrument = { name: 'evenkeel-probe', version: '0.1.0', params: {} };

/** Facts of some runs with known faults: same plant, same facts. */
export function makeFacts(plant: Plant): RunFacts {
  const random = seededRandom(plant.seed);
  const builder = newBuilder(plant, random);
  const start = plant.startAt ?? Date.UTC(2026, 10, 2, 8) * 1000;
  for (let run = 0; run < (plant.runs ?? 1); run += 1)
    addRun(builder, run + (plant.runsBefore ?? 0), start + run * (plant.everyHours ?? 1) * 3600 * S);
  return { ...builder.facts, gaps: plant.gaps ?? [], events: plant.events ?? [], findings: plant.findings ?? [] };
}

interface Facts {
  runs: RunRow[];
  executions: ExecutionRow[];
  instances: InstanceRow[];
  resources: ResourceRow[];
  observations: ObservationRow[];
  samples: SampleRow[];
}
interface Builder {
  readonly plant: Plant;
  readonly random: Random;
  readonly facts: Facts;
  readonly series: Map<string, number>;
  readonly subjects: Map<string, number>;
}

function newBuilder(plant: Plant, random: Random): Builder {
  const facts: Facts = { runs: [], executions: [], instances: [], resources: [], observations: [], samples: [] };
  return { plant, random, facts, series: new Map(), subjects: new Map() };
}

const nextId = (map: Map<string, number>, key: string): number => map.get(key) ?? (map.set(key, map.size + 1), map.size);
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

interface Act {
  readonly at: number;
  readonly took: number;
  readonly kind: SubjectKind;
  readonly key: string;
  readonly instrument: Instrument;
  readonly runId: number;
  readonly instanceId?: number;
  readonly outcome?: Outcome;
  readonly code?: string;
  readonly marks?: number;
  readonly attempt?: number;
  readonly samples: readonly (readonly [metric: string, tags: { readonly [tag: string]: string }, value: number])[];
}

function observe(builder: Builder, act: Act): void {
  const { facts, plant } = builder;
  const id = (plant.runsBefore ?? 0) * 10_000 + facts.observations.length + 1;
  const target = plant.target ?? 'local';
  const outcome = act.outcome ?? 'ok';
  const text = comparable(act.instrument);
  const { name, version, params } = act.instrument;
  facts.observations.push({
    id,
    at: Math.round(act.at),
    tookUs: Math.round(act.took * S),
    dueAt: null,
    attempt: act.attempt ?? 0,
    runId: act.runId,
    instanceId: act.instanceId ?? null,
    subjectId: nextId(builder.subjects, `${act.kind} ${act.key}`),
    subjectKind: act.kind,
    subjectKey: act.key,
    target,
    instrument: { name, version, params: JSON.stringify(params), comparable: text },
    outcome,
    code: act.code ?? null,
    marks: act.marks ?? 0,
    evidence: outcome === 'failed' ? createHash('sha256').update(`answer ${id}`).digest('hex') : null,
  });
  for (const [n, [metric, tags, value]] of act.samples.entries()) {
    const series = nextId(builder.series, JSON.stringify([metric, tags, text]));
    facts.samples.push({
      obs: id,
      at: Math.round(act.at),
      n,
      value,
      series,
      metric,
      tags,
      comparable: text,
      target,
      outcome,
      runId: act.runId,
      instanceId: act.instanceId ?? null,
    });
  }
}

function addRun(builder: Builder, index: number, startedAt: number): void {
  const { plant, facts, random } = builder;
  const instances = plant.instances ?? 3;
  const jobs = plant.jobs ?? 21;
  const runId = index + 1;
  const uid = `${new Date(startedAt / 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase()}-${String(plant.seed).padStart(4, '0')}${String.fromCodePoint(97 + index)}z`;
  const target = plant.target ?? 'local';
  for (let ordinal = 1; ordinal <= instances; ordinal += 1) {
    facts.instances.push({
      id: runId * 100 + ordinal,
      runId,
      ordinal,
      flavour: 'small',
      hostKey: plant.sharesHost === false ? `host-${runId}-${ordinal}` : 'machine-a',
      cpuModel: 'Example CPU 3.0 GHz',
      host: { cpus: 2, memoryBytes: 8_589_934_592, kernel: 'Linux 6.1.0', virtualisation: 'none' },
    });
    provision(builder, runId, ordinal, startedAt);
  }
  const seconds = 30 + jobs * 3;
  const probeEnd = startedAt + seconds * S;
  runJobs(builder, runId, instances, jobs, startedAt + 20 * S, 0.01 * normal(random));
  for (let second = 0; second < seconds; second += 1) lookOnce(builder, runId, startedAt + second * S, second);
  facts.runs.push({
    id: runId,
    uid,
    campaign: plant.campaign ?? null,
    target,
    seed: plant.seed,
    config: `store: evenkeel.db\ntargets:\n  ${target}:\n    instances: ${instances}\n    jobs:\n      cpu: ${jobs}\n      io: ${jobs}\n`,
    plan: {
      instances,
      jobs: { cpu: jobs, io: jobs },
      probes: { resolver: { everyMs: 1000 }, api: { everyMs: 1000 } },
      rented: {
        kind: 'local',
        adapter: { name: 'local', version: '1' },
        image: 'base',
        flavour: 'small',
        driveBytes: 67_108_864,
        documentedCodes: ['not_found', 'conflict'],
      },
    },
    environment: {
      cpuModel: 'Example CPU 3.0 GHz',
      cpus: 2,
      memoryBytes: 8_589_934_592,
      kernel: 'Linux 6.1.0',
      node: '20.20.2',
      virtualisation: 'none',
      tools: { sysbench: '1.0.20', fio: '3.33' },
    },
    startedAt,
    endedAt: probeEnd,
    state: 'done',
    exit: 0,
    version: '0.1.0',
    observer: 'desk',
    sharesHost: plant.sharesHost ?? true,
  });
  for (const [n, scenario] of ['provision', 'cpu', 'io', 'dns', 'api'].entries()) {
    facts.executions.push({
      id: runId * 10 + n,
      runId,
      scenario,
      engine: { name: 'embedded', version: '0.1.0' },
      startedAt,
      endedAt: probeEnd,
      state: 'passed',
      exit: 0,
      summary: null,
    });
  }
}

function provision(builder: Builder, runId: number, ordinal: number, startedAt: number): void {
  const { plant, random, facts } = builder;
  const instanceId = runId * 100 + ordinal;
  const phases = { clone: 0.9, create: 0.12, start: 0.6, reachable: 0.3, context: 0.02 };
  const call = { instrument: { name: 'local', version: '1', params: {} }, runId, instanceId };
  const timed: (readonly [string, { readonly phase: string }, number])[] = [];
  let at = startedAt + ordinal * 1000;
  for (const [phase, typical] of Object.entries(phases)) {
    const slow = phase === 'clone' && ordinal === 2 ? (plant.slowClone ?? 1) : 1;
    const took = typical * Math.exp(0.06 * normal(random)) * slow;
    if (phase !== 'reachable' && phase !== 'context') {
      const seconds = 0.004 * Math.exp(0.2 * normal(random));
      observe(builder, {
        ...call,
        at,
        took: seconds,
        kind: 'api_call',
        key: phase,
        samples: [['api_call_duration_seconds', { operation: phase }, seconds]],
      });
    }
    timed.push(['instance_phase_duration_seconds', { phase }, took]);
    if (phase !== 'reachable' && phase !== 'context') timed.push(['provider_phase_duration_seconds', { phase }, took * 0.9]);
    at += took * S;
  }
  const rented = { ...call, at: startedAt + ordinal * 1000, took: (at - startedAt) / S, kind: 'phase', key: 'provision' } as const;
  const again = plant.retried === true && ordinal === 3;
  if (again) observe(builder, { ...rented, outcome: 'failed', code: 'http_500', samples: [] });
  observe(builder, { ...rented, attempt: again ? 1 : 0, samples: timed });
  const left = plant.leftover === true && ordinal === 1;
  for (const kind of ['drive', 'server']) {
    facts.resources.push({
      id: (plant.runsBefore ?? 0) * 100 + facts.resources.length + 1,
      runId,
      instanceId,
      provider: 'local',
      kind,
      name: `evk-abc123-r${runId}-${kind[0]}${ordinal}`,
      externalId: `x${ordinal}`,
      state: left ? 'releasing' : 'gone',
      intendedAt: startedAt,
      expiresAt: startedAt + 3600 * S,
      goneAt: left ? null : startedAt + 80 * S,
      attempts: 1,
      lastError: left ? 'delete answered 500' : null,
    });
  }
}

function runJobs(builder: Builder, runId: number, instances: number, jobs: number, from: number, runEffect: number): void {
  const { plant, random } = builder;
  let at = from;
  for (let number = 1; number <= jobs; number += 1) {
    const instanceId = runId * 100 + ((number - 1) % instances) + 1;
    for (const kind of ['cpu', 'io']) {
      const typical = kind === 'cpu' ? 1.2 : 1.5;
      const ownEffect = plant.sharesHost === false ? 0.01 * ((instanceId % 7) - 3) : 0;
      const took = typical * (plant.level ?? 1) * Math.exp(runEffect + ownEffect + (plant.spread ?? 0.02) * normal(random));
      const instrument = kind === 'cpu' ? (plant.jobTool ?? CPU) : IO;
      const failed = kind === 'cpu' && (plant.failedJobs ?? []).includes(number);
      const bytes = 67_108_864 / took;
      observe(builder, {
        at,
        took,
        kind: 'job',
        key: kind,
        instrument,
        runId,
        instanceId,
        ...(failed ? { outcome: 'failed' as const, code: 'exit_1' } : {}),
        marks: plant.lagged === true && number === 3 ? 1 : 0,
        samples: failed
          ? []
          : kind === 'cpu'
            ? [
                ['job_duration_seconds', { job_kind: 'cpu' }, took],
                ['cpu_events_per_second', { job_kind: 'cpu' }, 5000 / took],
              ]
            : [
                ['job_duration_seconds', { job_kind: 'io' }, took],
                ['io_bytes_per_second', { job_kind: 'io', direction: 'write' }, bytes],
                ['io_sync_duration_seconds', { job_kind: 'io' }, took / 400],
              ],
      });
      at += took * S + 50_000;
    }
  }
}

const apiTags = (phase: string): { readonly [tag: string]: string } => ({ probe: 'api', probe_kind: 'http', phase });

function lookOnce(builder: Builder, runId: number, at: number, second: number): void {
  const { plant, random } = builder;
  const down = plant.outage !== undefined && second >= plant.outage.from && second < plant.outage.to;
  const dns = 0.0012 * Math.exp(0.3 * normal(random));
  const base = { instrument: PROBE, runId };
  observe(builder, {
    ...base,
    at,
    took: down ? 2 : dns,
    kind: 'probe',
    key: 'resolver',
    ...(down ? { outcome: 'failed' as const, code: 'timeout' } : {}),
    samples: down ? [] : [['probe_duration_seconds', { probe: 'resolver', probe_kind: 'dns', phase: 'total' }, dns]],
  });
  const refused = plant.failEvery !== undefined && second % plant.failEvery === plant.failEvery - 1;
  const wait = 0.003 * Math.exp(0.25 * normal(random));
  observe(builder, {
    ...base,
    at: at + 1000,
    took: wait,
    kind: 'probe',
    key: 'api',
    ...(refused ? { outcome: 'failed' as const, code: 'max_retries_exceeded' } : {}),
    samples: refused
      ? []
      : [
          ['probe_duration_seconds', apiTags('connect'), wait * 0.1],
          ['probe_duration_seconds', apiTags('wait'), wait * 0.8],
          ['probe_duration_seconds', apiTags('total'), wait],
        ],
  });
}
