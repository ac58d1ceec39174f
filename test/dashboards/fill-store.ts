import type { Observation, Sample, Subject } from '../../src/core/observation.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { StoreWriter } from '../../src/store/api.ts';

const SECOND = 1_000_000;
const instrument = (name: string) => ({ name, version: '1', params: {} });
const TARGET = 'local';
const PHASES = ['clone', 'create', 'start', 'reachable'];

const sample = (metric: string, tags: Sample['tags'], value: number): Sample => ({ metric, tags, value });

/**
 * Two minutes of a small campaign with a little of everything that goes wrong: a run of three instances, jobs, phases and calls,
 * probes every two seconds with an outage, a retry, a gap, an event, a finding, an incident, a lagging observer.
 * `startAt`: µs since 1970.
 */
export async function fillStore(writer: StoreWriter, startAt: number): Promise<void> {
  const random = seededRandom(7);
  const run = await writer.startRun({
    uid: 'fill-1',
    campaign: 'before',
    target: TARGET,
    targetKind: 'local',
    seed: 7,
    config: '{}',
    plan: { instances: 3, jobs: { cpu: 30, io: 30 }, probes: { resolver: { everyMs: 2000 }, api: { everyMs: 2000 } } },
    environment: { cpuModel: 'test', cpus: 2, memoryBytes: 2 ** 31, kernel: 'test', node: process.version, tools: {} },
    sharesHost: true,
    startedAt: startAt,
  });
  const instances: number[] = [];
  for (const ordinal of [1, 2, 3]) {
    instances.push(await writer.addInstance({ run, ordinal, target: TARGET, flavour: 'small' }));
    const name = `evk-fill-${ordinal}`;
    const place = { run, instance: instances.at(-1) ?? null, provider: 'local', kind: 'server', name };
    await writer.intend({ ...place, intendedAt: startAt, expiresAt: startAt + 1800 * SECOND });
    await writer.resourceState(name, 'created', { externalId: `x${ordinal}`, at: startAt + SECOND });
  }

  const act = (subject: Subject, second: number, seconds: number, outcome: Outcome, samples: readonly Sample[]): Observation => ({
    subject,
    target: TARGET,
    at: Math.round(startAt + second * SECOND),
    tookUs: Math.round(seconds * SECOND),
    outcome,
    ...(outcome === 'ok' ? {} : { code: outcome === 'failed' ? 'SERVFAIL' : 'limit' }),
    instrument: instrument(subject.kind),
    samples: outcome === 'failed' ? [] : samples,
    marks: second % 20 === 0 ? 1 : 0,
  });

  for (let second = 0; second < 120; second += 2) {
    const instance = instances[(second / 2) % 3] ?? 0;
    const down = second >= 40 && second < 60;
    for (const [probe, probe_kind] of [
      ['resolver', 'dns'],
      ['api', 'http'],
    ] as const) {
      const took = 0.01 + random() * 0.02;
      const phases = ['total', 'connect', 'wait'].map((phase) => sample('probe_duration_seconds', { probe, probe_kind, phase }, took));
      const outcome = down && probe === 'resolver' ? 'failed' : second % 30 === 0 ? 'slow' : 'ok';
      writer.observe(act({ kind: 'probe', key: probe }, second, took, outcome, phases));
    }
    const kind = second % 4 === 0 ? 'cpu' : 'io';
    const took = 1 + random() / 4;
    const job = [
      sample('job_duration_seconds', { job_kind: kind }, took),
      ...(kind === 'cpu'
        ? [sample('cpu_events_per_second', { job_kind: kind }, 900 / took)]
        : [
            sample('io_bytes_per_second', { job_kind: kind, direction: 'write' }, 1e8 / took),
            sample('io_sync_duration_seconds', { job_kind: kind }, took / 100),
          ]),
    ];
    writer.observe({ ...act({ kind: 'job', key: kind }, second, took, second === 50 ? 'failed' : 'ok', job), run, instance });
    const phase = PHASES[(second / 2) % PHASES.length] ?? 'clone';
    const phased = [sample('instance_phase_duration_seconds', { phase }, took / 3)];
    writer.observe({ ...act({ kind: 'phase', key: phase }, second, took / 3, 'ok', phased), run, instance });
    const call = [sample('api_call_duration_seconds', { operation: phase }, took / 50)];
    const failed = second % 20 === 10;
    writer.observe({ ...act({ kind: 'api_call', key: phase }, second, took / 50, failed ? 'failed' : 'ok', call), run, instance });
    if (failed) writer.observe({ ...act({ kind: 'api_call', key: phase }, second + 1, took / 50, 'ok', call), run, instance, attempt: 1 });
    writer.observe(act({ kind: 'self', key: 'loop' }, second, 1, 'ok', [sample('observer_lag_seconds', {}, random() / 100)]));
    // Ids are given in the order of commits: this keeps them near the order of time.
    await writer.flush();
  }

  await writer.endRun(run, { state: 'done', exit: 0, endedAt: startAt + 119 * SECOND });
  await writer.summariseRun(run);
  await writer.resourceState('evk-fill-1', 'gone', { at: startAt + 119 * SECOND });
  const at = startAt + 30 * SECOND;
  await writer.addEvent({ at, until: null, target: TARGET, kind: 'upgrade', text: 'a new kernel' });
  await writer.recordGap({ schedule: 'resolver', fromAt: at, toAt: at + 4 * SECOND, ticks: 2, reason: 'suspend' });
  await writer.finding({
    rule: 'outage',
    title: 'The resolver was silent',
    impact: 'High',
    description: '20 s',
    target: TARGET,
    at,
    links: [{ kind: 'run', ref: 'fill-1' }],
  });
  await writer.incident({
    subject: 1,
    kind: 'outage',
    lastOkAt: startAt + 38 * SECOND,
    firstBadAt: startAt + 40 * SECOND,
    lastBadAt: startAt + 58 * SECOND,
    firstOkAt: null,
    closedAt: null,
  });
}
