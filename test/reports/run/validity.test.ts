import { describe, expect, it } from 'vitest';
import type { RunFacts } from '../../../src/store/rows.ts';
import { validity } from '../../../reports/run/sections/validity.ts';
import { runModel } from '../../../reports/run/model.ts';
import { comparisonOf, markdownOf, sectionOf } from '../documents.ts';
import { makeFacts, type Plant } from '../make-facts.ts';
import { AFTER, BEFORE, CONTEXT } from '../plants.ts';

const textOf = (facts: RunFacts): string => markdownOf({ title: 'x', blocks: validity(runModel(facts, CONTEXT)) }).text;
const threatsOf = (before: Plant, after: Plant): string => sectionOf(comparisonOf(before, after).document, 'validity');

describe('what limits a run', () => {
  const facts = makeFacts({ seed: 71, jobs: 60 });

  it('is told of the engine, and of marks, also where there are none', () => {
    expect(textOf(facts)).toContain('Scenarios ran on the `embedded` engine, which is made for the rates of probes');
    expect(textOf(facts)).toContain('No act was marked for a lag of our own, a stepped clock, or a generator at its limit.');
    const k6 = { ...facts, executions: facts.executions.map((row) => ({ ...row, engine: { name: 'k6', version: '1.3.0' } })) };
    expect(textOf(k6)).not.toContain('`embedded`');
    const lagged = textOf(makeFacts({ seed: 71, lagged: true }));
    expect(lagged).toContain('our own event loop lagged during it: 2.');
    expect(lagged).not.toContain('No act was marked');
  });

  it('counts the jobs that failed, of all that were tried', () => {
    expect(textOf(makeFacts({ seed: 71, failedJobs: [1, 5, 9] }))).toContain(
      'Jobs that failed have no time and are in no figure of times: `cpu` 3 of 21.',
    );
    expect(textOf(facts)).not.toContain('Jobs that failed');
  });

  it('warns of jobs that resemble those before them', () => {
    const slow = (value: number | null, index: number): number | null => (value === null ? null : value * (1 + 0.3 * Math.sin(index / 40)));
    const drifting = { ...facts, samples: facts.samples.map((row, index) => ({ ...row, value: slow(row.value, index) })) };
    expect(textOf(drifting)).toContain('Times of jobs resemble those just before them (`cpu`');
    expect(textOf(facts)).not.toContain('Times of jobs resemble');
  });
});

describe('what limits a comparison', () => {
  it('is the order of its sides', () => {
    expect(threatsOf(BEFORE, AFTER)).toContain('The sides were measured one after the other');
    expect(threatsOf({ ...AFTER, runsBefore: 0 }, { ...BEFORE, runsBefore: 6 })).toContain('What is called after was measured first');
    const between = { ...AFTER, startAt: Date.UTC(2026, 10, 2, 8, 30) * 1000 };
    expect(threatsOf(BEFORE, between)).toContain('Runs of both sides were measured in the same time');
  });

  it('is not that the sides differ: jobs are held against their own side', () => {
    expect(threatsOf(BEFORE, { ...AFTER, level: 0.5 })).not.toContain('Times of jobs resemble');
  });

  it('is what else changed', () => {
    expect(threatsOf(BEFORE, { ...AFTER, instances: 5 })).toContain('Between the sides changed: Instances a run');
    expect(threatsOf(BEFORE, AFTER)).not.toContain('Between the sides changed');
  });
});
