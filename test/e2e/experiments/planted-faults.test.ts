import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { betweenLooks } from '../../fakes/between-looks.ts';
import { startDnsServer, type DnsServerFake } from '../../fakes/dns-server.ts';
import { MAX_RETRIES_BODY, startHttpServer, type HttpServerFake } from '../../fakes/http-server.ts';
import { makeHome, smallTarget, type Home } from '../evenkeel.ts';
import type { Ended } from '../start-evenkeel.ts';
import { median, plausibleShares } from './by-hand.ts';
import { query, type Row } from './query.ts';

const SLOW_CLONE = { operation: 'clone', skip: 1, count: 1, fault: { does: 'slow', factor: 10 } } as const;
const ANSWERS = [{ type: 'A', name: 'example.com', data: '127.0.0.9', ttl: 60 }] as const;

let dns: { readonly silent: DnsServerFake; readonly steady: DnsServerFake };
let http: { readonly flaky: HttpServerFake; readonly healthy: HttpServerFake };
let [faulty, control]: Home[] = [];
let [ended, controlEnded]: Ended[] = [];
/** When the name server fell silent and when it spoke again, µs. */
let truth: { readonly start: number; readonly end: number };

/** Both runs have probes of the same names. */
function config(silent: DnsServerFake, flaky: HttpServerFake): string {
  return smallTarget({
    drive: '64MiB',
    jobs: '{ cpu: { count: 3, events: 300, primes: 5000 } }',
    probes: `
      silent: { kind: dns, server: "127.0.0.1:${silent.port}", name: example.com, every: 1s, timeout: 900ms }
      steady: { kind: dns, server: "127.0.0.1:${dns.steady.port}", name: example.com, every: 1s, timeout: 900ms }
      flaky: { kind: http, url: "${flaky.url}", every: 500ms }
      healthy: { kind: http, url: "${http.healthy.url}", every: 500ms }`,
  });
}

beforeAll(async () => {
  dns = { silent: await startDnsServer({ answers: ANSWERS }), steady: await startDnsServer({ answers: ANSWERS }) };
  http = { flaky: await startHttpServer({ failEvery: 10 }), healthy: await startHttpServer({}) };
  faulty = makeHome(config(dns.silent, http.flaky));
  control = makeHome(config(dns.steady, http.healthy));
  const args = ['--json', 'run', '--engine', 'embedded', '--at-least', '62s'];
  const run = faulty.start(args, { faults: [SLOW_CLONE] });
  // Once the drives are cloned, so that the two runs are not in each other's way.
  const beside = run.said('cpu').then(() => the(control).evenkeel(args));
  while (dns.silent.asked.length < 6) await pause(5);
  const start = await betweenLooks(dns.silent, () => (dns.silent.behaviour = { silent: true }));
  await pause(39_000);
  const end = await betweenLooks(dns.silent, () => (dns.silent.behaviour = { answers: ANSWERS }));
  truth = { start, end };
  [ended, controlEnded] = await Promise.all([run.ended, beside]);
}, 150_000);
afterAll(async () => {
  await Promise.all([dns.silent, dns.steady, http.flaky, http.healthy].map((server) => server.close()));
  faulty?.remove();
  control?.remove();
});

function the(home: Home | undefined): Home {
  if (home === undefined) throw new Error('the run was not begun');
  return home;
}

interface Told {
  readonly id: number;
  readonly title: string;
}

function findingsOf(run: Ended | undefined): readonly Told[] {
  return (JSON.parse(run?.stdout ?? '') as { readonly data: { readonly findings: readonly Told[] } }).data.findings;
}

/** What `evenkeel show` says of an id. */
async function show(id: string): Promise<Row & { readonly links?: readonly { readonly kind: string; readonly ref: string }[] }> {
  const shown = await the(faulty).evenkeel(['--json', 'show', id]);
  expect(shown, shown.stderr).toMatchObject({ exit: 0 });
  return (JSON.parse(shown.stdout) as { readonly data: Row }).data;
}

/** The rows of the tables of report.md whose cells hold all the words, cell by cell. */
function rows(home: Home | undefined, ...words: readonly string[]): readonly (readonly string[])[] {
  const lines = the(home).report().markdown.split('\n');
  return lines.filter((line) => words.every((word) => line.includes(word))).map((line) => line.split('|').map((cell) => cell.trim()));
}

function looks(probe: string): readonly Row[] {
  return query(
    the(faulty),
    `select o.at, o.outcome, o.code from observations o join subjects s on s.id = o.subject
     where s.kind = 'probe' and s.key = ? and o.attempt = 0 and o.outcome <> 3 order by o.at`,
    probe,
  );
}

const isFailed = (look: Row | undefined): boolean => look?.['outcome'] === 2;
const instants = (text: string): readonly number[] => [...text.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)].map(([time]) => Date.parse(time));
const ms = (us: unknown): number => Math.floor(Number(us) / 1000);

/** The look before the silence, its first and last failure, and the look after it: by hand. */
function bounds(): readonly number[] {
  const all = looks('silent');
  const first = all.findIndex((_, index) => [0, 1, 2].every((more) => isFailed(all[index + more])));
  const after = all.findIndex(
    (_, index) => index > first && [0, 1].every((more) => all[index + more] !== undefined && !isFailed(all[index + more])),
  );
  return [first - 1, first, after - 1, after].map((index) => Number(all[index]?.['at']));
}

function clones(home: Home | undefined): readonly { readonly ordinal: number; readonly seconds: number }[] {
  return query(
    the(home),
    `select i.ordinal, s.value from samples s join series r on r.id = s.series join metrics m on m.id = r.metric
       join observations o on o.id = s.obs join instances i on i.id = o.instance
     where m.name = 'instance_phase_duration_seconds' and json_extract(r.tags, '$.phase') = 'clone' order by s.value`,
  ).map((row) => ({ ordinal: Number(row['ordinal']), seconds: Number(row['value']) }));
}

describe('a run with planted faults, and a healthy one beside it', () => {
  it('are both measured, exit 0', () => {
    expect(ended, ended?.stderr).toMatchObject({ exit: 0 });
    expect(controlEnded, controlEnded?.stderr).toMatchObject({ exit: 0 });
  });

  it('differ in three findings, one for each fault', () => {
    expect(
      findingsOf(ended).map(({ title }) => /^(?:probe silent was down|probe flaky failed|clone of instance)/.exec(title)?.[0]),
    ).toEqual(['probe silent was down', 'probe flaky failed', 'clone of instance']);
    expect(findingsOf(controlEnded)).toEqual([]);
    expect(the(control).report().markdown).toContain('None: no rule found anything to report');
  });
});

describe('a name server that is silent for 40 s', () => {
  it('was down once, between bounds that hold the true start and the true end', () => {
    const [row = [], ...more] = rows(faulty, '| `silent` (probe) |', '`timeout`').filter((cells) => instants(cells.join()).length > 0);
    expect(more).toEqual([]);
    const [lastOk = Number.NaN, firstFailed = Number.NaN, lastFailed = Number.NaN, firstOk = Number.NaN] = bounds();
    expect(instants(row.join())).toEqual([firstFailed, lastFailed, lastOk, firstOk].map(ms));
    expect(lastOk).toBeLessThan(truth.start);
    expect(firstFailed).toBeGreaterThanOrEqual(truth.start);
    expect(lastFailed).toBeLessThan(truth.end);
    expect(firstOk).toBeGreaterThanOrEqual(truth.end);
  });

  it('was down at least and at most so long that the true time lies between', () => {
    const told = the(faulty).report().markdown;
    const [, least, most] = (/probe `silent` was down at least ([\d.]+) s, at most ([\d.]+) s/.exec(told) ?? []).map(Number);
    const seconds = (truth.end - truth.start) / 1e6;
    expect(seconds).toBeGreaterThan(38);
    expect(least).toBeLessThanOrEqual(seconds);
    expect(most).toBeGreaterThanOrEqual(seconds);
    // One interval on each side and no more.
    expect((most ?? Number.NaN) - (least ?? Number.NaN)).toBeLessThan(4.1);
  });

  it('is a finding with the same bounds, which leads to a look that failed', async () => {
    const found = findingsOf(ended).find(({ title }) => title.startsWith('probe silent was down'));
    expect(found?.title).toContain('(timeout)');
    const { description, links = [] } = await show(`finding-${found?.id}`);
    expect(instants(String(description))).toEqual(bounds().map(ms));
    const observation = links.find(({ kind }) => kind === 'observation');
    expect(JSON.stringify(await show(`obs-${observation?.ref}`))).toContain('"code":"timeout"');
  });

  it('is told apart from the name server beside it, which was never down', () => {
    expect(rows(faulty, '`steady` (probe)').filter((cells) => instants(cells.join()).length > 0)).toEqual([]);
    expect(looks('steady').filter((look) => isFailed(look)).length).toBeLessThan(3);
    expect(the(control).report().markdown).toContain('No outage: no subject failed often enough in a row.');
  });
});

describe('an API that answers max_retries_exceeded once in ten calls', () => {
  it('has its share of failures with an interval that holds a tenth, under the code that it gave', () => {
    const all = looks('flaky');
    const failed = all.filter((look) => isFailed(look) && look['code'] === 'max_retries_exceeded').length;
    const answered = Math.floor(http.flaky.requests.length / 10);
    // The last call may have been cut off by the end of the run.
    expect([answered, answered - 1]).toContain(failed);
    const [row = [], ...more] = rows(faulty, '| `max_retries_exceeded` | `flaky` (probe) |');
    expect(more).toEqual([]);
    const [, n, of, share, low, high] = (/(\d+) of (\d+) looks, ([\d.]+) % \(([\d.]+) % … ([\d.]+) %\)/.exec(row.join()) ?? []).map(Number);
    expect([n, of]).toEqual([failed, all.length]);
    const hand = plausibleShares(failed, all.length);
    for (const [printed, byHand] of [
      [share, failed / all.length],
      [low, hand.low],
      [high, hand.high],
    ] as const) {
      expect(Math.abs((printed ?? Number.NaN) / (100 * byHand) - 1)).toBeLessThan(0.01);
    }
    expect(hand.low).toBeLessThan(0.1);
    expect(hand.high).toBeGreaterThan(0.1);
  });

  it('leads from the report to the raw answer', async () => {
    const [row = []] = rows(faulty, '| `max_retries_exceeded` | `flaky` (probe) |');
    const hashes = row.join().match(/\b[0-9a-f]{12}\b/g) ?? [];
    expect(hashes.length).toBeGreaterThan(0);
    for (const hash of hashes) {
      const { sha256, body } = await show(hash);
      expect(createHash('sha256').update(String(body)).digest('hex')).toBe(sha256);
      expect(body).toContain('503');
      expect(String(body).endsWith(MAX_RETRIES_BODY)).toBe(true);
    }
    const plain = await the(faulty).evenkeel(['show', hashes[0] ?? '']);
    expect(plain.stdout).toContain(MAX_RETRIES_BODY);
  });

  it('was never down, and the API beside it never failed', () => {
    expect(findingsOf(ended).filter(({ title }) => /was down/.test(title))).toHaveLength(1);
    expect(rows(faulty, '`flaky` (probe)').filter((cells) => instants(cells.join()).length > 0)).toEqual([]);
    expect(looks('healthy').filter((look) => isFailed(look))).toEqual([]);
    expect(the(control).report().markdown).toContain('Intermittent faults: none');
  });
});

describe('one drive that takes ten times as long to clone', () => {
  it('is named with its instance, its phase and how far it is from the others', async () => {
    const [first, second, slow, ...more] = clones(faulty);
    expect(more).toEqual([]);
    const ratio = (slow?.seconds ?? Number.NaN) / median([first?.seconds ?? Number.NaN, second?.seconds ?? Number.NaN]);
    expect(ratio).toBeGreaterThan(4);
    const told = the(faulty)
      .report()
      .markdown.split('\n')
      .filter((line) => line.includes('Stands out'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`\`instance ${slow?.ordinal}\`, phase \`clone\``);
    const printed = Number(/([\d.]+) × the median of the others/.exec(told[0] ?? '')?.[1]);
    expect(Math.abs(printed / ratio - 1)).toBeLessThan(0.01);
    const found = findingsOf(ended).filter(({ title }) => title.startsWith('clone of '));
    expect(found).toHaveLength(1);
    const { title, links = [] } = await show(`finding-${found[0]?.id}`);
    expect(title).toContain(`clone of instance ${slow?.ordinal} of `);
    expect(links.map(({ kind }) => kind)).toContain('observation');
  });

  it('is not found where every clone took its usual time', () => {
    expect(clones(control)).toHaveLength(3);
    expect(the(control).report().markdown).toContain('No instance stands out in any phase.');
  });
});
