import { describe, expect, it } from 'vitest';
import { runDocument } from '../../../reports/run/document.ts';
import { runModel } from '../../../reports/run/model.ts';
import { summaryTable } from '../../../reports/run/summary-table.ts';
import type { RunFacts } from '../../../src/store/rows.ts';
import { markdownOf, reportOf, sectionOf } from '../documents.ts';
import { makeFacts, type Plant } from '../make-facts.ts';
import { CONTEXT, PLANTS } from '../plants.ts';

const SHARED = 'These instances share this machine; differences between them say nothing about a cloud.';
const section = (plant: Plant, id: string): string => sectionOf(reportOf(plant).document, id);
const textOf = (facts: RunFacts): string => markdownOf(runDocument(runModel(facts, CONTEXT))).text;

const summary = (plant: Plant): string => summaryTable(runModel(makeFacts(plant), CONTEXT));

describe('the report on a healthy run', () => {
  it('finds nothing wrong', () => {
    const { document } = reportOf(PLANTS.healthy);
    expect(sectionOf(document, 'answer')).toContain('No outage was seen; no look failed outside one.');
    expect(sectionOf(document, 'answer')).toContain('`cpu` jobs: steady, robust CV');
    expect(sectionOf(document, 'outages')).toContain('No outage: no subject failed often enough in a row.');
    expect(sectionOf(document, 'outages')).toContain('Intermittent faults: none');
    expect(sectionOf(document, 'provisioning')).toContain('No instance stands out in any phase.');
    expect(sectionOf(document, 'findings')).toContain('None: no rule found anything');
    expect(sectionOf(document, 'validity')).toContain('recorded no gap of its own');
  });

  it('has the sections in the order in which they are read', () => {
    const headings = reportOf(PLANTS.healthy).document.blocks.flatMap((block) =>
      block.kind === 'heading' && block.level === 1 ? [block.id] : [],
    );
    const order =
      'answer objectives measured fluctuation provisioning outages latency expected findings interventions prices validity appendix';
    expect(headings.join(' ')).toBe(order);
  });

  it('answers in five lines', () => {
    const lines = section(PLANTS.healthy, 'answer')
      .split('\n')
      .filter((line) => line.startsWith('- '));
    expect(lines.map((line) => /^- \*\*(.*?)\*\*/.exec(line)?.[1])).toEqual([
      'Steady?',
      'Better?',
      'Outages?',
      'Objectives?',
      'What cannot be said?',
    ]);
  });

  it('says which engine ran and with what the jobs were done', () => {
    const text = section(PLANTS.healthy, 'measured');
    expect(text).toContain('`embedded 0.1.0`');
    expect(text).toContain('`sysbench 1.0.20 {"concurrency":1,"events":5000,"threads":1}`');
  });

  it('says that reading was not measured, and does not say so once it was', () => {
    expect(section(PLANTS.healthy, 'fluctuation')).toContain('Throughput of reading: not measured, because');
    const facts = makeFacts(PLANTS.healthy);
    const reads = facts.samples
      .filter(({ metric }) => metric === 'io_bytes_per_second')
      .map((sample) => ({ ...sample, n: 9, series: 99, tags: { ...sample.tags, direction: 'read' } }));
    expect(textOf({ ...facts, samples: [...facts.samples, ...reads] })).not.toContain('Throughput of reading: not measured');
  });
});

describe('where instances share a host', () => {
  it('the report opens with what that means', () => {
    expect(markdownOf(reportOf(PLANTS.healthy).document).text.split('\n')[2]).toBe(`> **Note:** ${SHARED}`);
    expect(section(PLANTS.healthy, 'answer')).toContain('the unit of evidence is the run (its instances share a host), here 1');
  });

  it('and where they do not, it is the instance and no such note stands there', () => {
    const plant = { seed: 31, sharesHost: false, instances: 7, jobs: 42 };
    expect(markdownOf(reportOf(plant).document).text).not.toContain('share this machine');
    expect(section(plant, 'answer')).toContain('the unit of evidence is the independent instance, here 7');
  });
});

describe('a planted fault is named, with its bounds', () => {
  it('an outage: both bounds on its length, its code and evidence; the bounds hold the truth', () => {
    const { document, facts } = reportOf(PLANTS.outage);
    expect(sectionOf(document, 'answer')).toContain('probe `resolver` was down at least 39.00 s, at most 41.00 s (`timeout`)');
    const outages = sectionOf(document, 'outages');
    expect(outages.match(/\| `resolver` \(probe\) \| 2026.*\| `timeout` \|/g)).toHaveLength(1);
    expect(outages).toContain(
      '| 2026-11-02T08:00:30.000Z … 2026-11-02T08:01:09.000Z | 2026-11-02T08:00:29.000Z … 2026-11-02T08:01:10.000Z |',
    );
    const [first] = facts.observations.filter(({ outcome, subjectKey }) => outcome === 'failed' && subjectKey === 'resolver');
    const short = first?.evidence?.slice(0, 12) ?? 'none';
    expect(outages).toContain(`[\`${short}\`](#evidence-${short})`);
    expect(sectionOf(document, 'appendix')).toContain(`<a id="evidence-${short}"></a>`);
    expect(sectionOf(document, 'appendix')).toContain(`\`${first?.evidence}\``);
  });

  it('one that lasts has no upper bound', () => {
    expect(section({ seed: 32, outage: { from: 60, to: 1000 } }, 'outages')).toContain('still open');
    expect(section({ seed: 32, outage: { from: 60, to: 1000 } }, 'answer')).toContain('at least 32.00 s, open at the end');
    expect(section({ seed: 33, outage: { from: 0, to: 1000 } }, 'answer')).toContain('at least 92.00 s, from the first look to the last');
    expect(section({ seed: 33, outage: { from: 0, to: 10 } }, 'answer')).toContain('at least 9.000 s, start not seen');
  });

  it('failures at the end of one run and the start of the next are two outages', () => {
    const facts = makeFacts({ seed: 34, runs: 2 });
    const [first, second] = facts.runs;
    const edge = facts.observations.map((row) => {
      const near = (at: number | undefined, side: 1 | -1): boolean =>
        at !== undefined && (row.at - at) * side >= 0 && (row.at - at) * side < 4.5e6;
      const down = row.subjectKey === 'resolver' && (near(first?.endedAt ?? undefined, -1) || near(second?.startedAt, 1));
      return down ? { ...row, outcome: 'failed' as const, code: 'timeout' } : row;
    });
    const found = runModel({ ...facts, observations: edge }, CONTEXT).subjects.flatMap(({ outages }) => outages);
    expect(found.map(({ lastOkAt, firstOkAt }) => [lastOkAt === null, firstOkAt === null])).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(Math.max(...found.map(({ downtime }) => downtime.min))).toBeLessThan(5);
  });

  it('intermittent failures: share, interval and code, and no outage', () => {
    const { document } = reportOf(PLANTS.intermittent);
    expect(sectionOf(document, 'answer')).toContain(
      'No outage was seen. Failures outside outages: probe `api` failed in 9 of 93 looks, 9.68 % (5.18 % … 17.4 %)',
    );
    expect(sectionOf(document, 'outages')).toMatch(
      /\| `max_retries_exceeded` \| `api` \(probe\) \| 9 of 93 looks, 9\.68 % .*\| \[`[0-9a-f]{12}`\]/,
    );
  });

  it('a slow clone: instance, phase and ratio', () => {
    const text = section(PLANTS['slow-clone'], 'provisioning');
    expect(text).toMatch(/Stands out:\*\* `instance 2`, phase `clone` took \d+\.\d+ s, \d+\.?\d* × the median of the others/);
    expect(text.match(/Stands out/g)).toHaveLength(1);
    const figure = reportOf(PLANTS['slow-clone']).document.blocks.find((block) => block.kind === 'figure' && block.id === 'phases');
    const ringed = figure?.kind === 'figure' ? figure.rows.filter(({ outlier }) => outlier === true) : [];
    expect(ringed.map(({ phase, instance }) => [phase, instance])).toEqual([['clone', '2']]);
  });

  it('a phase that succeeded at its second attempt is timed, and the failure of the first is counted', () => {
    const { document } = reportOf({ seed: 38, retried: true });
    expect(sectionOf(document, 'provisioning')).toMatch(/\| `clone` \| 3 \|/);
    expect(sectionOf(document, 'outages')).toContain('| `http_500` | `provision` (phase of renting) | 1 of 3 looks');
  });

  it('a job that failed is counted and drawn as failed', () => {
    const { document } = reportOf({ seed: 12, failedJobs: [4, 5] });
    expect(sectionOf(document, 'measured')).toContain('| `cpu` | 21 | 19 | 2 | 0 | 0 |');
    const figure = document.blocks.find((block) => block.kind === 'figure' && block.id === 'job-by-job-cpu');
    expect(figure?.kind === 'figure' ? figure.rows.filter(({ row }) => row === 'failed').map(({ job }) => job) : []).toEqual([4, 5]);
  });

  it('a job that never began is missed; one that we aborted is not failed', () => {
    const facts = makeFacts(PLANTS.healthy);
    const jobs = facts.observations.filter(({ subjectKey }) => subjectKey === 'cpu').map(({ id }) => id);
    const observations = facts.observations
      .filter(({ id }) => id !== jobs[20])
      .map((row) => (row.id === jobs[19] ? { ...row, outcome: 'unknown' as const, code: 'aborted' } : row));
    expect(textOf({ ...facts, observations })).toContain('| `cpu` | 21 | 19 | 0 | 1 | 1 |');
  });

  it('what is not gone is named', () => {
    const text = section({ seed: 37, leftover: true }, 'provisioning');
    expect(text).toContain('Servers created: 3, verified gone: 2.');
    expect(text).toContain('`evk-abc123-r1-d1` is releasing (“delete answered 500”)');
  });

  it('own gaps, lag and a run that was broken off are threats', () => {
    expect(section(PLANTS.outage, 'validity')).toContain('Gaps of the harness itself: 1, in all 4.000 s and 4 ticks');
    expect(section(PLANTS.outage, 'validity')).toContain('our own event loop lagged during it: 2');
    const facts = makeFacts(PLANTS.healthy);
    const aborted = textOf({ ...facts, runs: facts.runs.map((run) => ({ ...run, state: 'aborted' as const, endedAt: null })) });
    expect(aborted).toContain('Not complete:');
    expect(aborted).toContain('is aborted');
  });

  it('an intervention is a coincidence', () => {
    expect(section(PLANTS.outage, 'interventions')).toContain('It is no proof of a cause.');
  });

  it('instruments that cannot be compared are kept apart and named', () => {
    const facts = makeFacts(PLANTS.healthy);
    const jobs = new Set(
      facts.observations.filter(({ subjectKey, instanceId }) => subjectKey === 'cpu' && instanceId === 103).map(({ id }) => id),
    );
    const other = 'portable 1 {}';
    const mixed = {
      ...facts,
      observations: facts.observations.map((row) =>
        jobs.has(row.id) ? { ...row, instrument: { ...row.instrument, comparable: other } } : row,
      ),
      samples: facts.samples.map((row) => (jobs.has(row.obs) ? { ...row, comparable: other } : row)),
    };
    const model = runModel(mixed, CONTEXT);
    expect(
      model.series
        .filter(({ metric, jobKind }) => metric === 'job_duration_seconds' && jobKind === 'cpu')
        .map(({ fluctuation }) => fluctuation.n),
    ).toEqual([7, 14]);
    expect(markdownOf(runDocument(model)).text).toContain('they are kept apart: `portable 1 {}`; `sysbench');
  });
});

describe('an empty section', () => {
  it('says that and why nothing was measured', () => {
    const facts = makeFacts(PLANTS.healthy);
    const [run] = facts.runs;
    const bare: RunFacts = {
      runs: run === undefined ? [] : [{ ...run, plan: { instances: 0, jobs: {}, probes: {} } }],
      executions: [],
      instances: [],
      resources: [],
      observations: [],
      samples: [],
      gaps: [],
      events: [],
      findings: [],
    };
    const document = runDocument(runModel(bare, { objectives: [], probes: {} }));
    const sections = ['answer', 'fluctuation', 'provisioning', 'outages', 'latency'];
    expect(sections.filter((id) => !/[Nn]ot measured, because/.test(sectionOf(document, id)))).toEqual([]);
    expect(sectionOf(document, 'objectives')).toContain('Not judged, because');
    expect(document.blocks.filter(({ kind }) => kind === 'figure')).toEqual([]);
  });

  it('needs a run at all', () => {
    expect(() => runModel({ ...makeFacts(PLANTS.healthy), runs: [] }, CONTEXT)).toThrow(TypeError);
  });
});

describe('objectives', () => {
  it('are met, not met or undecided by the whole interval', () => {
    const rows = section(PLANTS.intermittent, 'objectives')
      .split('\n')
      .filter((line) => line.startsWith('| `R'));
    expect(rows.map((row) => row.split('|')[6]?.trim())).toEqual(['met', 'not met', 'met']);
  });

  it('say which n would decide', () => {
    expect(section(PLANTS.outage, 'objectives')).toContain('n = 53 is too small, 59 would do');
  });

  it('of other targets do not appear', () => {
    const facts = makeFacts({ ...PLANTS.healthy, target: 'elsewhere' });
    expect(markdownOf(runDocument(runModel(facts, CONTEXT))).text).toContain(
      'Not judged, because no objective is configured for this target.',
    );
  });
});

describe('summaryTable', () => {
  it('tells figures, renting and what is gone, and counts findings in its last line', () => {
    const lines = summary(PLANTS.healthy).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^metric +n +median +robust CV$/);
    expect(lines).toContain('outages: none');
    expect(lines).toContain('instances: created 3, verified gone 3');
    expect(lines.at(-1)).toBe('no findings');
    expect(summary(PLANTS.outage).trimEnd().split('\n').at(-1)).toBe('1 finding');
  });

  it('names outages, failures, what stands out and what is left', () => {
    expect(summary(PLANTS.outage)).toContain('resolver down at least 39.00 s, at most 41.00 s (timeout)');
    expect(summary(PLANTS.intermittent)).toContain('probe api failed in 9 of 93 looks (max_retries_exceeded)');
    expect(summary(PLANTS['slow-clone'])).toContain('stands out: instance 2, clone');
    expect(summary({ seed: 37, leftover: true })).toContain('created 3, verified gone 2; NOT GONE: evk-abc123-r1-d1, evk-abc123-r1-s1');
  });
});
