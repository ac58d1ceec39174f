import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeMarkdown } from '../../reports/markdown/write.ts';
import { recompute } from '../../reports/recompute.ts';
import { runDocument } from '../../reports/run/document.ts';
import { runModel } from '../../reports/run/model.ts';
import { findConfig } from '../../src/cli/compose/find-config.ts';
import { probeRules } from '../../src/cli/compose/report-run.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import { looseNumerals } from '../../reports/verify/loose-numerals.ts';
import { makeHome, processesOf, smallTarget, type Home } from './evenkeel.ts';
import type { Ended } from './start-evenkeel.ts';

let home: Home;
let ended: Ended;
let facts: RunFacts;

beforeAll(async () => {
  home = makeHome(
    `${smallTarget()}objectives:\n  - { id: quick, metric: probe_duration_seconds, tags: { probe: api, phase: total }, stat: median, limit: 0.5 }\n`,
  );
  ended = await home.evenkeel(['run']);
  facts = await home.newest();
}, 60_000);
afterAll(() => home.remove());

describe('evenkeel run', () => {
  it('measures, releases everything, says so and exits 0', () => {
    expect(ended).toMatchObject({ exit: 0, signal: null });
    expect(ended.stdout).toContain('created 3, verified gone 3');
    expect(ended.stdout).toMatch(/report: .*report\.md\n\S* ?\d* ?findings?.*\n$|report: .*report\.md\nno finding.*\n$/);
    expect(processesOf(home.folder)).toEqual([]);
  });

  it('keeps every act with its run, instance, instrument and outcome', () => {
    const [run] = facts.runs;
    expect(run).toMatchObject({
      state: 'done',
      exit: 0,
      target: 'local',
      sharesHost: true,
      plan: { instances: 3, jobs: { cpu: 6, io: 6 } },
    });
    expect(facts.executions.map(({ scenario, state }) => `${scenario} ${state}`).toSorted()).toEqual([
      'api passed',
      'cpu passed',
      'io passed',
      'provision passed',
    ]);
    expect(facts.resources.map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual([
      ...Array(3).fill('drive gone'),
      ...Array(3).fill('server gone'),
    ]);
    for (const kind of ['cpu', 'io']) {
      const jobs = facts.observations.filter(({ subjectKind, subjectKey }) => subjectKind === 'job' && subjectKey === kind);
      expect(jobs.map(({ outcome }) => outcome)).toEqual(Array(6).fill('ok'));
      // Dealt out evenly: two on each of the three.
      expect(new Set(jobs.map(({ instanceId }) => instanceId)).size).toBe(3);
      expect(jobs.every(({ instrument }) => instrument.params.includes('"concurrency":1'))).toBe(true);
    }
    const phases = facts.samples.filter(({ metric }) => metric === 'instance_phase_duration_seconds').map(({ tags }) => tags['phase']);
    expect(new Set(phases)).toEqual(new Set(['clone', 'create', 'start', 'reachable', 'context', 'release']));
    expect(phases).toHaveLength(18);
    const told = facts.samples.filter(({ metric }) => metric === 'provider_phase_duration_seconds').map(({ tags }) => tags['phase']);
    expect(told.toSorted()).toEqual(['clone', 'clone', 'clone', 'create', 'create', 'create', 'start', 'start', 'start']);
    expect(facts.runs[0]?.plan.rented).toMatchObject({ kind: 'local', image: 'base', flavour: 'small' });
    expect(facts.instances.every(({ host }) => host !== null && host.cpus > 0)).toBe(true);
  });

  it('runs one job at a time, since the instances share a host', () => {
    const jobs = facts.observations.filter(({ subjectKind }) => subjectKind === 'job').toSorted((a, b) => a.at - b.at);
    for (const [index, job] of jobs.slice(1).entries()) {
      const before = jobs[index];
      expect(job.at).toBeGreaterThanOrEqual((before?.at ?? 0) + (before?.tookUs ?? 0) - 2_000);
    }
  });

  it('writes the report in every form', () => {
    const { folder, markdown } = home.report();
    expect(markdown).toContain('These instances share this machine; differences between them say nothing about a cloud.');
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['report.md', 'report.html', 'numbers.json', 'figures', 'data', 'dashboards']),
    );
    for (const [, path] of markdown.matchAll(/\]\((figures\/[^)]+)\)/g)) expect(existsSync(join(folder, path ?? ''))).toBe(true);
    const html = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it('backs every number of the report by rows of the store', () => {
    const { folder, markdown } = home.report();
    const config = findConfig(join(home.folder, 'evenkeel.yaml'), home.folder);
    const model = runModel(facts, { objectives: config.objectives, probes: probeRules(config, new Set(['local'])) });
    const figures = new Map([...markdown.matchAll(/\]\((figures\/([^)]+)\.svg)\)/g)].map(([, path, id]) => [id ?? '', path ?? '']));
    const { text, claims } = writeMarkdown(runDocument(model), figures);
    // Same facts, same bytes: the places of the claims are those in the file.
    expect(markdown).toBe(text);
    expect(looseNumerals(markdown, claims)).toEqual([]);
    expect(claims.length).toBeGreaterThan(50);
    const told = JSON.parse(readFileSync(join(folder, 'numbers.json'), 'utf8')) as readonly { readonly text: string }[];
    expect(told.map((claim) => claim.text)).toEqual(expect.arrayContaining(claims.map((claim) => claim.text)));
    for (const { recipe, value, text: printed } of claims) {
      const again = recompute(recipe, facts);
      if (Number.isNaN(value)) expect(again).toBeNaN();
      else
        expect(Math.abs(again - value), `${printed} is not what the store gives: ${again}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1e-9, Math.abs(value)),
        );
    }
  });

  it('is verified number by number, and a number altered by hand is found', async () => {
    const { folder, markdown } = home.report();
    const verified = await home.evenkeel(['report', 'verify', folder]);
    expect(verified).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^(\d+) of \1 numbers hold\n$/) });
    const altered = join(home.folder, 'altered');
    cpSync(folder, altered, { recursive: true });
    writeFileSync(join(altered, 'report.md'), markdown.replace(/[\d.]+(?= m?s \()/, '77.77'));
    expect(await home.evenkeel(['report', 'verify', join(altered, 'report.md')])).toMatchObject({
      exit: 1,
      stdout: expect.stringMatching(/report\.md:\d+:\d+: c\d+: "77\.77 m?s" stands here; the store says [\d.]+ m?s\n/),
    });
  });
});
