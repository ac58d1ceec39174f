import { MINIMUM_UNITS } from '../../../src/analysis/compare.ts';
import { code, heading, joined, list, strong } from '../../blocks.ts';
import { constant, count, statistic } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { metricUnit, subjectWords } from '../../metric-words.ts';
import { medianWords, robustCvWords } from '../../spread-words.ts';
import { steadyCode, verdictClaim } from '../../verdict-claim.ts';
import type { MeasuredSeries } from '../measured-series.ts';
import type { RunModel } from '../model.ts';
import { downtimeWords, failureWords } from '../outage-words.ts';
import { STEADY_LIMIT, steadiness } from '../steadiness.ts';

/** Faults that the answer itself names; the tables have them all. */
const LISTED = 4;

/** The five lines that somebody reads who reads nothing else. */
export function answer(model: RunModel): readonly Block[] {
  const items = [
    steady(model),
    better(model),
    [strong('Outages?'), ' ', ...faultSentences(model)],
    [strong('Objectives?'), ' ', ...objectiveSentence(model)],
    unsaid(model),
  ];
  return [heading(1, 'The answer', 'answer'), list(items)];
}

function headlines({ series }: RunModel): readonly MeasuredSeries[] {
  return series.filter(({ metric }) => metric === 'job_duration_seconds');
}

function steady(model: RunModel): readonly Inline[] {
  const each = headlines(model).map((series) => steadySentence(series));
  if (each.length === 0) return [strong('Steady?'), ' Not measured, because no job ended well.'];
  const limit = constant(STEADY_LIMIT, 'percent', 'robust CV up to which jobs are called steady');
  return [strong('Steady?'), ' ', ...joined(each, '; '), '. Steady means that the whole interval is at most ', limit, '.'];
}

/** `cpu jobs: steady, robust CV 2.1 % (…)`. */
export function steadySentence({ jobKind, fluctuation: spread, selection }: MeasuredSeries): readonly Inline[] {
  return [
    code(jobKind),
    ' jobs: ',
    verdictClaim('steady', steadyCode(steadiness(spread)), { of: selection, parameters: { limit: STEADY_LIMIT } }),
    ', robust CV ',
    ...robustCvWords(spread, selection),
  ];
}

/** The level, apart from the spread: with no other side it is a number without a verdict. */
function better(model: RunModel): readonly Inline[] {
  const each = headlines(model).map((series): readonly Inline[] => [
    code(series.jobKind),
    ' jobs took ',
    ...medianWords(series.fluctuation, metricUnit(series.metric), series.selection),
  ]);
  return [
    strong('Better?'),
    ...(each.length === 0 ? [' '] : [' In the median ', ...joined(each, '; '), '. ']),
    'Whether that is better is not judged: there is no before here. ',
    code('evenkeel report compare'),
    ' holds one campaign against another.',
  ];
}

/** Outages, then what failed outside them, as sentences. */
export function faultSentences({ subjects }: RunModel): readonly Inline[] {
  if (subjects.length === 0) return ['Not measured, because nothing was looked at.'];
  const outages = subjects.flatMap((watched) =>
    watched.outages.map((outage) => [...named(watched), ' was down ', ...downtimeWords(watched, outage), ' (', code(outage.code), ')']),
  );
  const failing = subjects
    .filter(({ failures }) => failures.failed > 0)
    .map((watched): readonly Inline[] => [...named(watched), ' failed in ', ...failureWords(watched)]);
  return [
    ...joined(outages.slice(0, LISTED), '; ', 'No outage was seen'),
    ...(outages.length > LISTED ? ['; more stand below'] : []),
    failing.length === 0 ? '; no look failed outside one.' : '. Failures outside outages: ',
    ...(failing.length === 0 ? [] : [...joined(failing.slice(0, LISTED), '; '), failing.length > LISTED ? '; more stand below.' : '.']),
  ];
}

function named({ subject: { kind, key } }: RunModel['subjects'][number]): readonly Inline[] {
  return [subjectWords(kind), ' ', code(key)];
}

/** `met: R1; not met: none; undecided: R2.` */
export function objectiveSentence({ objectives }: Pick<RunModel, 'objectives'>): readonly Inline[] {
  if (objectives.length === 0) return ['Not judged, because none is configured for this target.'];
  const states = (['met', 'not met', 'undecided'] as const).map((state): readonly Inline[] => {
    const ids = objectives.filter(({ result }) => result.state === state).map(({ objective }): readonly Inline[] => [code(objective.id)]);
    return [`${state}: `, ...joined(ids, ', ')];
  });
  return [...joined(states, '; '), '.'];
}

function unsaid(model: RunModel): readonly Inline[] {
  const [first] = headlines(model);
  const words: (readonly Inline[])[] = [];
  if (first !== undefined) {
    const units = statistic(first.units.length, 'count', 'units', first.selection);
    const unit = model.sharesHost ? 'run (its instances share a host)' : 'independent instance';
    words.push([
      'Whether this target differs from another or from itself at another time: the unit of evidence is the ',
      unit,
      ', here ',
      units,
      '; a verdict needs at least ',
      constant(MINIMUM_UNITS, 'count', 'units a side below which nothing is declared'),
      ' on each side',
    ]);
  }
  const short = model.latencies.filter(({ phase, fluctuation }) => phase === 'total' && 'tooFew' in fluctuation.p95);
  for (const { probe, fluctuation, selection } of short) {
    if (!('tooFew' in fluctuation.p95)) continue;
    const need = constant(fluctuation.p95.need, 'count', 'values that a p95 needs');
    words.push(['The p95 of probe ', code(probe), ': ', count(fluctuation.n, selection), ' of ', need, ' values']);
  }
  const undecided = headlines(model).filter(({ fluctuation }) => steadiness(fluctuation) === 'not decided');
  for (const { jobKind } of undecided)
    words.push(['Whether ', code(jobKind), ' jobs are steady: the interval of the robust CV holds the limit or is open']);
  if (words.length === 0) return [strong('What cannot be said?'), ' Nothing was measured, so nothing can be said.'];
  return [strong('What cannot be said?'), ' ', ...joined(words, '. '), '.'];
}
