import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFacts } from '../../src/store/rows.ts';
import { startDnsServer, type DnsServerFake } from '../fakes/dns-server.ts';
import { startHttpServer, type HttpServerFake } from '../fakes/http-server.ts';
import { makeHome, smallTarget, type Ended, type Home } from './evenkeel.ts';

const SILENT_US = 40_000_000;
const answers = [{ type: 'A', name: 'example.com', data: '127.0.0.9', ttl: 60 }] as const;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const nowUs = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000);

let [silent, steady]: DnsServerFake[] = [];
let [flaky, healthy]: HttpServerFake[] = [];
let [faulty, control]: Home[] = [];
let ended: Ended;
let controlEnded: Ended;
let facts: RunFacts;
let controlFacts: RunFacts;
const truth = { start: 0, end: 0 };

function config(): string {
  return smallTarget({
    drive: '16MiB',
    jobs: '{ cpu: { count: 3, events: 300, primes: 5000 } }',
    probes: `
      silent: { kind: dns, server: "127.0.0.1:${silent?.port}", name: example.com, every: 500ms, timeout: 400ms }
      steady: { kind: dns, server: "127.0.0.1:${steady?.port}", name: example.com, every: 500ms, timeout: 400ms }
      flaky: { kind: http, url: "${flaky?.url}", every: 500ms }
      healthy: { kind: http, url: "${healthy?.url}", every: 500ms }`,
  });
}

/** One run with all the faults, and beside it, in a folder of its own, a healthy one that watches the healthy servers only. */
beforeAll(async () => {
  [silent, steady] = [await startDnsServer({ answers }), await startDnsServer({ answers })];
  [flaky, healthy] = [await startHttpServer({ failEvery: 10 }), await startHttpServer({})];
  faulty = makeHome(config());
  const slowClone = { operation: 'clone', skip: 1, count: 1, fault: { does: 'slow', factor: 10 } } as const;
  const run = faulty.start(['run', '--engine', 'embedded', '--at-least', '65s'], { faults: [slowClone] });
  control = makeHome(smallTarget({ drive: '16MiB', probes: `{ healthy: { kind: http, url: "${healthy.url}", every: 500ms } }` }));
  await run.said('cpu');
  await pause(8_000);
  truth.start = nowUs();
  silent.behaviour = { silent: true };
  const controlRun = control.evenkeel(['run', '--engine', 'embedded']);
  await pause(SILENT_US / 1000);
  truth.end = nowUs();
  silent.behaviour = { answers };
  [ended, controlEnded] = [await run.ended, await controlRun];
  [facts, controlFacts] = [await faulty.newest(), await control.newest()];
}, 150_000);
afterAll(async () => {
  await Promise.all([silent, steady, flaky, healthy].map((server) => server?.close()));
  faulty?.remove();
  control?.remove();
});

/** The lines of the report that speak of something. */
function lines(words: string): readonly string[] {
  return (faulty?.report().markdown ?? '').split('\n').filter((line) => line.includes(words));
}

const finding = (rule: string): RunFacts['findings'][number] | undefined => facts.findings.find((row) => row.rule === rule);

describe('a run with planted faults', () => {
  it('is measured all the same, exit 0', () => {
    expect(ended, ended.stderr).toMatchObject({ exit: 0 });
    expect(controlEnded, controlEnded.stderr).toMatchObject({ exit: 0 });
  });

  it('finds one outage of the silent name server, whose bounds hold the true start and end', () => {
    const [row, ...more] = lines('| `silent` (probe) |').filter((line) => line.includes('T'));
    expect(more).toEqual([]);
    const instants = [...(row ?? '').matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)].map(([text]) => Date.parse(text) * 1000);
    const [lastOk = 0, firstBad = 0, lastBad = 0, firstOk = 0] = instants;
    // A look counts at its start, and one that was under way when the server fell silent had its answer or had not: 400 ms.
    const slack = 400_000;
    expect(lastOk).toBeLessThanOrEqual(truth.start);
    expect(firstBad).toBeGreaterThanOrEqual(truth.start - slack);
    expect(lastBad).toBeLessThanOrEqual(truth.end);
    expect(firstOk).toBeGreaterThanOrEqual(truth.end - slack);
    expect((lastBad - firstBad) / 1e6).toBeLessThanOrEqual(40.4);
    expect((firstOk - lastOk) / 1e6).toBeGreaterThanOrEqual(39.6);
    expect(finding('outage:probe:silent')?.title).toContain('timeout');
  });

  it('finds none of the steady name server beside it, nor of the APIs', () => {
    expect(facts.findings.map(({ rule }) => rule).filter((rule) => rule?.startsWith('outage:'))).toEqual(['outage:probe:silent']);
  });

  it('gives the share of calls that failed, its interval, the code, and the raw answer', async () => {
    const looks = facts.observations.filter(({ subjectKey }) => subjectKey === 'flaky');
    const failed = looks.filter(({ outcome }) => outcome === 'failed');
    expect(failed.length / looks.length).toBeCloseTo(0.1, 1);
    const row = finding('failures:probe:flaky');
    expect(row?.title).toContain('max_retries_exceeded');
    expect(row?.title).toContain(`${failed.length} of ${looks.length}`);
    const told = lines('max_retries_exceeded').join('\n');
    const [, low, high] = /\((\d+(?:\.\d+)?) % … (\d+(?:\.\d+)?) %\)/.exec(told) ?? [];
    expect(Number(low)).toBeLessThan(10);
    expect(Number(high)).toBeGreaterThan(10);
    const [hash = ''] = /\b[0-9a-f]{12}\b/.exec(told) ?? [];
    const shown = await faulty?.evenkeel(['show', hash]);
    expect(shown?.stdout).toContain('"error_message":"max_retries_exceeded"');
    expect(facts.findings.some(({ rule }) => rule?.includes('healthy'))).toBe(false);
  });

  it('names the instance whose drive took ten times as long to clone, and the phase', () => {
    const clones = facts.samples.filter(({ metric, tags }) => metric === 'instance_phase_duration_seconds' && tags['phase'] === 'clone');
    const slowest = clones.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))[0];
    const ordinal = facts.instances.find(({ id }) => id === slowest?.instanceId)?.ordinal;
    const told = lines('Stands out').join('\n');
    expect(told).toContain(`\`instance ${ordinal}\``);
    expect(told).toContain('phase `clone`');
    expect(facts.findings.filter(({ rule }) => rule?.includes('clone'))).toHaveLength(1);
  });

  it('finds nothing of the kind in the healthy run beside it', () => {
    expect(controlFacts.runs[0]?.state).toBe('done');
    const rules = controlFacts.findings.map(({ rule }) => rule ?? '');
    expect(rules.filter((rule) => /^(?:outage|failures):/.test(rule) || rule.includes('clone'))).toEqual([]);
  });
});
