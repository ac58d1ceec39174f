import type { Availability } from '../../src/analysis/availability.ts';
import type { Outage } from '../../src/analysis/types.ts';
import type { IncidentRow } from '../../src/store/rows.ts';
import { code } from '../blocks.ts';
import { claim, count, withInterval } from '../claim.ts';
import type { Inline, Recipe, Selection } from '../document.ts';
import type { StatusModel } from './model.ts';
import type { WatchedProbe } from './watched-probe.ts';

/** `probe resolver of cloud`: the target where there are several, the vantage point where there are several. */
export function probeName(model: Pick<StatusModel, 'probes'>, { subject }: Pick<WatchedProbe, 'subject'>): readonly Inline[] {
  const differs = (of: (probe: WatchedProbe) => string): boolean => new Set(model.probes.map((probe) => of(probe))).size > 1;
  return [
    code(subject.key),
    ...(differs((probe) => probe.subject.target) ? [' of ', code(subject.target)] : []),
    ...(differs((probe) => probe.subject.observer) ? [' from ', code(subject.observer)] : []),
  ];
}

const ruleOf = ({ rule: { openAfter, closeAfter } }: WatchedProbe): { readonly openAfter: number; readonly closeAfter: number } => ({
  openAfter,
  closeAfter,
});

/** The share of the observed time with what the looks leave open; `within`: of a stretch of the window. */
export function availableWords(
  probe: WatchedProbe,
  times: Availability,
  within?: { readonly from: number; readonly to: number },
): readonly Inline[] {
  if (times.observedSeconds === 0) return ['not observed'];
  const recipe = { statistic: 'availability', ...stretchOf(probe, within), parameters: ruleOf(probe) } as const;
  const { share } = times;
  return share.low === share.high ? [claim(share.value, 'percent', recipe)] : withInterval(share, 'percent', recipe);
}

export function observedWords(
  probe: WatchedProbe,
  times: Availability,
  within?: { readonly from: number; readonly to: number },
): readonly Inline[] {
  return [claim(times.observedSeconds, 'seconds', { statistic: 'observed_seconds', ...stretchOf(probe, within) })];
}

/** `at least 38 s, at most 40 s` over all outages of the window. */
export function downWords(probe: WatchedProbe): readonly Inline[] {
  const { min, max } = probe.availability.downSeconds;
  if (probe.outages.length === 0 || max === null) return ['none'];
  const recipe = { statistic: 'downtime', of: probe.selection, parameters: ruleOf(probe) } as const;
  const side = (which: 'low' | 'high', value: number): Inline => claim(value, 'seconds', { ...recipe, bound: { side: which, level: 1 } });
  return ['at least ', side('low', min), ', at most ', side('high', max)];
}

/** Looks with these outcomes. */
export function looksClaim({ selection }: WatchedProbe, value: number, outcomes?: readonly string[]): Inline {
  return count(value, outcomes === undefined ? selection : { ...selection, outcomes });
}

/** The incident that an outage of this probe belongs to. */
export function incidentOf(model: StatusModel, { subject }: WatchedProbe, outage: Outage): IncidentRow | undefined {
  return model.incidents.find(
    (row) =>
      row.subjectKind === subject.kind &&
      row.subjectKey === subject.key &&
      row.target === subject.target &&
      row.observer === subject.observer &&
      row.firstBadAt <= outage.lastBadAt &&
      outage.firstBadAt <= (row.firstOkAt ?? Infinity),
  );
}

/** Of a stretch within the window: outages and gaps are those of the whole. */
function stretchOf({ selection }: WatchedProbe, within: Selection['window']): Pick<Recipe, 'of' | 'against'> {
  return within === undefined
    ? { of: selection }
    : { of: { ...selection, window: { from: within.from, to: within.to } }, against: selection };
}
