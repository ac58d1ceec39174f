import { describe, expect, it } from 'vitest';
import { changesOfRuns, isNear, type NearChange } from '../../../reports/run/around-events.ts';
import { runModel, type RunContext } from '../../../reports/run/model.ts';
import { recompute } from '../../../reports/recompute.ts';
import { aroundTable } from '../../../reports/run/sections/interventions.ts';
import type { EventRow, RunFacts } from '../../../src/store/rows.ts';
import { mergeFacts } from '../../../reports/merge-facts.ts';
import { markdownOf } from '../documents.ts';
import { makeFacts, type Plant } from '../make-facts.ts';
import { CONTEXT } from '../plants.ts';

const HOUR = 3600e6;
const T0 = Date.UTC(2026, 10, 2, 8) * 1000;
const quiet: Plant = { seed: 51, jobs: 9, spread: 0.02 };
/** Runs every hour; from the one of this number on a fifth faster. */
const upgradedAt = (before: number, after: number): RunFacts =>
  mergeFacts([
    makeFacts({ ...quiet, runs: before }),
    makeFacts({ ...quiet, seed: 52, runs: after, runsBefore: before, level: 0.8, startAt: T0 + before * HOUR }),
  ]);
const eventAt = (at: number, further: Partial<EventRow> = {}): EventRow => ({ id: 1, at, until: null, target: null, kind: 'upgrade', text: 'x', ...further }); // prettier-ignore

function lineOf(facts: RunFacts, event: EventRow, context: Partial<RunContext> = {}): string {
  const blocks = aroundTable(runModel(facts, { ...CONTEXT, ...context }), [event]);
  const { text, claims } = markdownOf({ title: 'x', blocks });
  for (const { value, recipe } of claims) expect(recompute(recipe, facts)).toBeCloseTo(value, 9);
  return text.split('\n').find((line) => line.includes('| `cpu` |')) ?? '';
}

describe('the runs around an event', () => {
  const facts = upgradedAt(6, 7);
  const event = eventAt(T0 + 6 * HOUR - 60e6);

  it('are compared by their units, and the change of their medians lies near it', () => {
    const line = lineOf(facts, event);
    expect(line).toMatch(/\| 6 \| 7 \| 0\.\d+ × \(0\.\d+ × … 0\.\d+ ×\) \| improved by more than 5 % \|/);
    expect(line).toContain('| down since 2026-11-02T14:00:20.000Z (between ');
  });

  it('are too few where they are, with the need; and no side is made up', () => {
    expect(lineOf(upgradedAt(2, 3), eventAt(T0 + 2 * HOUR - 60e6))).toContain(
      'cannot be judged: too few units (about 5 units a side would decide',
    );
    expect(lineOf(facts, eventAt(T0 - HOUR))).toContain('| none | 13 | – | cannot be judged: no whole run before it |');
    expect(lineOf(facts, eventAt(T0 + 13 * HOUR))).toContain('| 13 | none | – | cannot be judged: no whole run after it |');
  });

  it('leave out the run in which it lies, and runs of other targets', () => {
    expect(lineOf(facts, eventAt(T0 + 5 * HOUR + 10e6, { until: T0 + 6 * HOUR + 10e6 }))).toContain('| 5 | 6 |');
    expect(lineOf(facts, { ...event, target: 'elsewhere' })).toContain('no whole run before it');
  });

  it('show what the watch has judged, of the same jobs and near it only', () => {
    const change: NearChange = {
      name: 'job_duration_seconds cpu',
      since: T0,
      earliestAt: T0 - HOUR,
      latestAt: T0 + HOUR,
      direction: 'up',
      judgement: 7,
    };
    expect(lineOf(facts, event, { changes: [change] })).toContain(
      'up since 2026-11-02T08:00:00.000Z (between 2026-11-02T07:00:00.000Z and 2026-11-02T09:00:00.000Z, `judgement 7`)',
    );
    const far = { ...change, latestAt: event.at - 25 * HOUR, earliestAt: event.at - 26 * HOUR };
    expect(lineOf(facts, event, { changes: [far, { ...change, name: 'job_duration_seconds io' }] })).not.toContain('judgement');
    expect([change, far].map((one) => isNear(one, event))).toEqual([true, false]);
  });
});

it('finds no change in runs that are alike', () => {
  const model = runModel(makeFacts({ ...quiet, runs: 14 }), CONTEXT);
  expect(model.series.flatMap((series) => changesOfRuns(series))).toEqual([]);
});
