import { MINIMUM_UNITS } from '../../../src/analysis/compare.ts';
import { MARKS } from '../../../src/core/outcome.ts';
import { code, heading, joined, list } from '../../blocks.ts';
import { claim, constant, count, statistic } from '../../claim.ts';
import type { Block, Inline, Selection } from '../../document.ts';
import { furtherThreats } from '../further-threats.ts';
import type { RunModel } from '../model.ts';

/** What may be wrong with the figures above, by our own doing; `sides`: the parts of `model` that were measured apart. */
export function validity(
  model: RunModel,
  further: readonly (readonly Inline[])[] = [],
  sides: readonly RunModel[] = [model],
): readonly Block[] {
  const items = [
    host(model),
    units(model),
    ...instruments(model),
    gaps(model),
    ...marks(model),
    ...observer(model),
    ...furtherThreats(model, sides),
    ...further,
  ];
  return [heading(1, 'Threats to validity', 'validity'), list(items)];
}

function host({ sharesHost }: RunModel): readonly Inline[] {
  return sharesHost
    ? [
        'The instances share one machine, with each other and with the harness that measures them. What is said here is said of this machine.',
      ]
    : ['Each instance is taken for an independent machine unless the provider or the host itself names a common host.'];
}

function units({ series }: RunModel): readonly Inline[] {
  const [first] = series;
  if (first === undefined) return ['No job ended well, so there is no unit of evidence.'];
  const n = statistic(first.units.length, 'count', 'units', first.selection);
  const need = constant(MINIMUM_UNITS, 'count', 'units a side below which nothing is declared');
  const few = first.units.length < MINIMUM_UNITS;
  return [
    'Independent units of evidence: ',
    n,
    few ? ', too few to generalise; a comparison wants at least ' : '; a comparison wants at least ',
    need,
    ' on each side.',
  ];
}

/** Series of one metric that two instruments made. */
function instruments({ series }: RunModel): readonly (readonly Inline[])[] {
  const groups = new Map<string, string[]>();
  for (const { metric, tags, comparable } of series) {
    const key = JSON.stringify([metric, tags['job_kind']]);
    groups.set(key, [...new Set([...(groups.get(key) ?? []), comparable])]);
  }
  const mixed = new Set([...groups.values()].filter(({ length }) => length > 1).flat());
  if (mixed.size === 0) return [];
  const names = [...mixed].toSorted().map((text): readonly Inline[] => [code(text)]);
  return [['Instruments that cannot be compared made figures of the same kind; they are kept apart: ', ...joined(names, '; '), '.']];
}

function gaps({ facts, runs }: RunModel): readonly Inline[] {
  const found = gapsWithinRuns(facts);
  if (found.length === 0) return ['The harness recorded no gap of its own while these runs lasted.'];
  const of: Selection = { rows: 'gaps', runs };
  const seconds = found.reduce((sum, { fromAt, toAt }) => sum + (toAt - fromAt), 0) / 1e6;
  const ticks = found.reduce((sum, gap) => sum + gap.ticks, 0);
  const reasons = [...new Set(found.map(({ reason }) => reason))].toSorted();
  return [
    'Gaps of the harness itself: ',
    count(found.length, of),
    ', in all ',
    claim(seconds, 'seconds', { statistic: 'sum_seconds', of }),
    ' and ',
    claim(ticks, 'count', { statistic: 'ticks', of }),
    ` ticks that did not run (${reasons.join(', ')}). Within them nothing is known.`,
  ];
}

/** Between runs nobody looked: a gap there says nothing about the figures. */
function gapsWithinRuns({ runs, gaps: all, observations }: RunModel['facts']): RunModel['facts']['gaps'] {
  const ends = new Map(runs.map(({ id, startedAt, endedAt }) => [id, endedAt ?? startedAt]));
  for (const { runId, at, tookUs } of observations)
    if (runId !== null && runs.some(({ id, endedAt }) => id === runId && endedAt === null))
      ends.set(runId, Math.max(ends.get(runId) ?? 0, at + tookUs));
  return all.filter(({ fromAt, toAt }) => runs.some(({ id, startedAt }) => toAt >= startedAt && fromAt <= (ends.get(id) ?? 0)));
}

function marks({ facts, runs }: RunModel): readonly (readonly Inline[])[] {
  const words = {
    lag: 'our own event loop lagged during it',
    clock: 'the system clock was stepped during it',
    saturated: 'the load generator was the bottleneck',
  } as const;
  return (['lag', 'clock', 'saturated'] as const).flatMap((name): readonly (readonly Inline[])[] => {
    const bit = MARKS[name];
    const marked = facts.observations.filter((row) => row.attempt === 0 && row.runId !== null && (row.marks & bit) !== 0).length;
    if (marked === 0) return [];
    return [
      [
        'Observations marked because ',
        words[name],
        ': ',
        count(marked, { rows: 'observations', runs, marks: bit }),
        '. They are in the numbers.',
      ],
    ];
  });
}

function observer({ facts, latencies }: RunModel): readonly (readonly Inline[])[] {
  const places = [...new Set(facts.runs.map(({ observer: name }) => name))].toSorted().map((name): readonly Inline[] => [code(name)]);
  const seen: readonly Inline[] = [
    'Everything was seen from one vantage point at a time: ',
    ...joined(places, ', '),
    '. A fault of the way there looks like a fault of the target.',
  ];
  return latencies.length === 0 ? [seen] : [seen, ['The probes ran beside the jobs; on a small machine each disturbs the other.']];
}
