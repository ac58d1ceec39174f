import type { Fluctuation } from '../../../src/analysis/types.ts';
import type { Inline, Recipe, Selection } from '../../document.ts';
import { metricUnit } from '../../metric-words.ts';
import type { Unit } from '../../quantity.ts';
import { refuse } from '../refuse.ts';
import type { Directive } from '../text/directive.ts';
import { takeArguments, type Arguments } from './arguments.ts';
import type { Measured } from './campaigns.ts';
import { PRINT_OPTIONS, printQuantity, type Quantity } from './print-quantity.ts';
import { seriesAsked } from './series-asked.ts';

const OF_VALUES = ['median', 'q1', 'q3', 'min', 'max', 'p95', 'robust_cv', 'n'] as const;
const OF_JOBS = ['within_cv', 'between_cv', 'icc', 'units'] as const;
/** Statistics of a series: of jobs, of the answers of a probe (`probe=`), of a phase of renting (`phase=`). */
export const SERIES_STATISTICS = [...OF_VALUES, ...OF_JOBS] as const;

type Statistic = (typeof SERIES_STATISTICS)[number];

/** `{{value median cpu before}}`, `{{value p95 probe=api before}}`, `{{value max phase=clone after}}`. */
export function seriesValue(directive: Directive, measured: Measured, statistic: Statistic): readonly Inline[] {
  const options = ['metric', 'direction', 'probe', 'phase', ...PRINT_OPTIONS];
  const taken = takeArguments(directive, measured, { campaigns: 'one', kind: true, options });
  return printQuantity(quantityOf(statistic, measured, taken), taken);
}

function quantityOf(statistic: Statistic, measured: Measured, taken: Arguments): Quantity {
  const [probe, phase] = [taken.option('probe'), taken.option('phase')];
  if (probe === undefined && phase === undefined) {
    const { fluctuation, metric, selection, components, units } = seriesAsked(measured, taken);
    if (statistic === 'units') return { value: units.length, unit: 'count', recipe: { statistic, of: selection } };
    if (isOfParts(statistic)) {
      if ('tooFew' in components)
        return refuse(`has no data: the parts of the spread need ${components.need} values, there are ${components.n}`);
      const { withinCv, betweenCv, icc } = components;
      const value = { within_cv: withinCv, between_cv: betweenCv, icc: icc.value }[statistic];
      return { value, unit: 'percent', recipe: { statistic, of: selection }, ...(statistic === 'icc' ? { interval: icc } : {}) };
    }
    return ofValues(statistic, fluctuation, metricUnit(metric), selection);
  }
  if (taken.kind !== null) refuse('takes a kind of job, or probe= or phase=, not both');
  const found =
    probe === undefined ? rentedPhase(measured, taken, phase as string) : probeLatency(measured, taken, probe, phase ?? 'total');
  const own = OF_VALUES.find((name) => name === statistic) ?? refuse(`${statistic} is a statistic of jobs only`);
  return ofValues(own, found.fluctuation, 'seconds', found.selection);
}

function isOfParts(statistic: Statistic): statistic is 'within_cv' | 'between_cv' | 'icc' {
  return statistic === 'within_cv' || statistic === 'between_cv' || statistic === 'icc';
}

interface Found {
  readonly fluctuation: Fluctuation;
  readonly selection: Selection;
}

function probeLatency(measured: Measured, { campaigns: [name = ''] }: Arguments, probe: string, phase: string): Found {
  const { latencies } = measured.model(name);
  const found = latencies.filter((one) => one.probe === probe && one.phase === phase);
  const [first, second] = found;
  const known = [...new Set(latencies.map((one) => `probe=${one.probe} phase=${one.phase}`))].join(', ');
  if (first === undefined)
    return refuse(`has no data: no answer of probe=${probe} phase=${phase} in ${name}; there is ${known === '' ? 'none' : known}`);
  return second === undefined ? first : refuse(`means answers by instruments that cannot be compared, or of several targets`);
}

function rentedPhase(measured: Measured, { campaigns: [name = ''] }: Arguments, phase: string): Found {
  const { phases } = measured.model(name).rented;
  const known = phases.map((one) => one.phase).join(', ');
  return (
    phases.find((one) => one.phase === phase) ??
    refuse(`has no data: no phase ${phase} of renting in ${name}; there is ${known === '' ? 'none' : known}`)
  );
}

function ofValues(statistic: (typeof OF_VALUES)[number], spread: Fluctuation, unit: Unit, of: Selection): Quantity {
  const { n, median, q1, q3, min, max, p95, robustCv } = spread;
  const recipe = (name: Recipe['statistic']): Recipe => ({ statistic: name, of });
  switch (statistic) {
    case 'n':
      return { value: n, unit: 'count', recipe: recipe('count') };
    case 'median':
      return { value: median.value, unit, recipe: recipe('median'), interval: median };
    case 'robust_cv':
      return { value: robustCv.value, unit: 'percent', recipe: recipe('robust_cv'), interval: robustCv };
    case 'p95':
      return 'tooFew' in p95
        ? refuse(`has no data: a p95 needs ${p95.need} values, there are ${n}`)
        : { value: p95.value, unit, recipe: recipe('p95') };
    case 'q1':
    case 'q3':
    case 'min':
    case 'max':
      return { value: { q1, q3, min, max }[statistic], unit, recipe: recipe(statistic) };
  }
}
