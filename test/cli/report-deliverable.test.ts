import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AFTER, BEFORE } from '../reports/plants.ts';
import { STORY } from '../reports/deliverable-of.ts';
import { makeFacts } from '../reports/make-facts.ts';
import { storeFacts } from '../reports/stored-facts.ts';
import { bench } from './import-fixture.ts';

const CONFIG = `
store: ./var/evenkeel.db
targets:
  local:
    provider: { kind: local }
    jobs: { cpu: { count: 9 }, io: { count: 9 } }
    probes:
      resolver: { kind: dns, server: 127.0.0.1, name: example.com, open_after: 3, close_after: 2 }
      api: { kind: http, of: provider, open_after: 3, close_after: 2 }
objectives:
  - { id: steady, metric: job_duration_seconds, tags: { job_kind: cpu }, stat: robust_cv, limit: 0.05 }
`;

describe('evenkeel report deliverable', () => {
  const { folder, config, command, file } = bench();

  beforeAll(async () => {
    writeFileSync(config, CONFIG);
    cpSync(STORY, join(folder, 'story'), { recursive: true });
    await storeFacts(folder, makeFacts({ ...BEFORE, jobs: 9, outage: { from: 20, to: 45 }, failEvery: 10 }));
    await storeFacts(folder, makeFacts({ ...AFTER, jobs: 9 }));
    await command('finding', 'add', 'Drives are cloned slowly', '--impact', 'High');
    await command('finding', 'add', 'DNS is down now and then', '--impact', 'Low');
  }, 60_000);

  const story = join(folder, 'story', 'story.yaml');

  it('writes a folder whose every number the store gives again', async () => {
    const { out, exit, err } = await command('report', 'deliverable', story, '--static', '--out', join(folder, 'out'));
    expect([exit, err]).toEqual([0, '']);
    expect(out).toBe(`report: ${join(folder, 'out', 'report.md')}\n`);
    expect(readdirSync(join(folder, 'out')).toSorted()).toEqual(['data', 'figures', 'numbers.json', 'report.html', 'report.md']);
    const text = readFileSync(join(folder, 'out', 'report.md'), 'utf8');
    expect(text).toContain('The register holds 2 issues, 2 of them open');
    expect(text).toContain('“Drives are cloned slowly”');
    const verified = await command('report', 'verify', join(folder, 'out'));
    expect(verified).toMatchObject({ exit: 0 });
    expect(verified.out).toMatch(/^(\d+) of \1 numbers hold\n$/);
  });

  it('prints numbers as its YAML file, or an option, says', async () => {
    const own = join(folder, 'story', 'german.yaml');
    writeFileSync(own, `${readFileSync(story, 'utf8')}locale: de\ntime_zone: Europe/Budapest\n`);
    await command('report', 'deliverable', own, '--static', '--out', join(folder, 'german'));
    const text = readFileSync(join(folder, 'german', 'report.md'), 'utf8');
    expect(text).toMatch(/The median was 1,\d+\u00a0s/);
    expect(text).toContain('T09:00:00.000+01:00');
    expect(await command('report', 'verify', join(folder, 'german'))).toMatchObject({ exit: 0 });
    await command('report', 'deliverable', own, '--static', '--locale', 'en', '--time-zone', 'UTC', '--out', join(folder, 'english'));
    expect(readFileSync(join(folder, 'english', 'report.md'), 'utf8')).toMatch(/The median was 1\.\d+\u00a0?\s?s/);
  });

  it('tells every problem with its place and writes nothing', async () => {
    const broken = file(
      'broken.yaml',
      'title: T\ncampaigns: { before: before, after: gone }\nobjectives: [R9]\nsections: [{ title: S, markdown: "{{ref x}}" }]\n',
    );
    const error = (await command('report', 'deliverable', broken, '--out', join(folder, 'none')).catch(
      (thrown: unknown) => thrown,
    )) as Error;
    expect(error).toMatchObject({ code: 'document-invalid', exit: 2 });
    expect(error.message).toContain('broken.yaml:2:30 There is no campaign with finished runs, and no run, called "gone"');
    expect(error.message).toContain('broken.yaml:3:14 no objective R9 is configured for local');
    expect(error.message).toContain('broken.yaml:4:34 {{ref x}} refers to nothing');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('refuses a window without a run', async () => {
    const empty = file(
      'empty.yaml',
      'title: T\ncampaigns: [before]\nwindow: { from: 2030-01-01 }\nsections: [{ title: S, markdown: x }]\n',
    );
    await expect(command('report', 'deliverable', empty)).rejects.toMatchObject({
      message: expect.stringContaining('empty.yaml:2:1 No finished run of campaign "before" began within the window') as string,
    });
  });

  it('takes what began within a window only', async () => {
    const [first] = makeFacts({ ...BEFORE, jobs: 9 }).runs;
    const to = new Date((first?.startedAt ?? 0) / 1000 + 60_000).toISOString().slice(0, 16);
    const one = file(
      'one.yaml',
      `title: T\ncampaigns: [before]\nwindow: { to: ${to}Z }\nsections: [{ title: S, markdown: "{{value count runs}} run" }]\n`,
    );
    await command('report', 'deliverable', one, '--static', '--out', join(folder, 'one'));
    expect(readFileSync(join(folder, 'one', 'report.md'), 'utf8')).toContain('\n1 run\n');
  });
});
