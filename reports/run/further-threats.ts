import { code, joined } from '../blocks.ts';
import { count } from '../claim.ts';
import type { Inline } from '../document.ts';
import { MARKS } from '../../src/core/outcome.ts';
import type { RunModel } from './model.ts';

/** Of a series whose jobs resemble those before them: values are worth fewer than half of their number. */
const WORTH = 0.5;
/** With fewer an autocorrelation is mostly chance. */
const TELLING = 20;

/** What else limits the figures: the engine, jobs that failed, jobs that hang together (on a side of their own), and that nothing was marked. */
export function furtherThreats(model: RunModel, sides: readonly RunModel[]): readonly (readonly Inline[])[] {
  return [...engine(model), ...failedJobs(model), ...dependent(sides), ...unmarked(model)];
}

function engine({ facts }: RunModel): readonly (readonly Inline[])[] {
  if (!facts.executions.some(({ engine: { name } }) => name === 'embedded')) return [];
  return [
    [
      'Scenarios ran on the ',
      code('embedded'),
      ' engine, which is made for the rates of probes: what it says of loads is no measure of k6.',
    ],
  ];
}

/** A timing of successes only looks better than what users get. */
function failedJobs({ jobs, runs }: RunModel): readonly (readonly Inline[])[] {
  const each = jobs
    .filter(({ failed }) => failed > 0)
    .map(({ kind, failed, done, unknown }): readonly Inline[] => {
      const of = { rows: 'observations', runs, subject: { kind: 'job', key: kind } } as const;
      return [code(kind), ' ', count(failed, { ...of, outcomes: ['failed'] }), ' of ', count(failed + done + unknown, of)];
    });
  return each.length === 0 ? [] : [['Jobs that failed have no time and are in no figure of times: ', ...joined(each, ', '), '.']];
}

/** The intervals take each job for one of its own. */
function dependent(sides: readonly RunModel[]): readonly (readonly Inline[])[] {
  const kinds = sides
    .flatMap(({ series }) => series)
    .filter(({ metric, fluctuation: { n, effectiveN } }) => metric === 'job_duration_seconds' && n >= TELLING && effectiveN < WORTH * n)
    .map(({ jobKind }) => jobKind);
  if (kinds.length === 0) return [];
  const names = [...new Set(kinds)].toSorted().map((kind): readonly Inline[] => [code(kind)]);
  return [
    [
      'Times of jobs resemble those just before them (',
      ...joined(names, ', '),
      '): the intervals of their medians and spreads are too short.',
    ],
  ];
}

function unmarked({ facts }: RunModel): readonly (readonly Inline[])[] {
  const bits = MARKS.lag | MARKS.clock | MARKS.saturated;
  if (facts.observations.length === 0 || facts.observations.some(({ marks }) => (marks & bits) !== 0)) return [];
  return [['No act was marked for a lag of our own, a stepped clock, or a generator at its limit.']];
}
