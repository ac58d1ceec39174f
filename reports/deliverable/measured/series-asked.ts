import type { ComparedSeries } from '../../compare/compared-series.ts';
import type { CompareModel } from '../../compare/model.ts';
import type { MeasuredSeries } from '../../run/measured-series.ts';
import { refuse } from '../refuse.ts';
import type { Arguments } from './arguments.ts';
import type { Measured } from './campaigns.ts';

const HEADLINE = 'job_duration_seconds';

/** Which metric of a job is meant: its time where nothing is said. */
function matches({ metric, tags }: MeasuredSeries, { option }: Arguments): boolean {
  const direction = option('direction');
  return metric === (option('metric') ?? HEADLINE) && (direction === undefined || tags['direction'] === direction);
}

/** One series of one campaign; the first kind of job where none is named. */
export function seriesAsked(measured: Measured, taken: Arguments): MeasuredSeries {
  const [name = ''] = taken.campaigns;
  const { series } = measured.model(name);
  const found = series.filter((one) => matches(one, taken) && (taken.kind === null || one.jobKind === taken.kind));
  const [first, second] = found.filter(({ jobKind }) => jobKind === found[0]?.jobKind);
  if (first === undefined) return noData(`${taken.kind ?? ''} jobs of ${name}`, series, taken);
  if (second !== undefined) {
    const isDirection = first.tags['direction'] !== second.tags['direction'];
    refuse(
      isDirection
        ? 'means several figures: say direction=read or direction=write'
        : `means figures of instruments that cannot be compared: ${found.map(({ comparable }) => comparable).join(' / ')}`,
    );
  }
  return first;
}

/** One pair of a comparison; the first kind of job where none is named. */
export function pairAsked(measured: Measured, taken: Arguments): { readonly model: CompareModel; readonly pair: ComparedSeries } {
  const [before = '', after = ''] = taken.campaigns;
  const model = measured.compare(before, after);
  const found = model.series.filter((pair) => matches(pair.before, taken) && (taken.kind === null || pair.before.jobKind === taken.kind));
  const [pair, second] = found.filter(({ before: { jobKind } }) => jobKind === found[0]?.before.jobKind);
  if (pair === undefined)
    return noData(
      `${taken.kind ?? ''} jobs of both ${before} and ${after}`,
      model.series.map(({ before: early }) => early),
      taken,
    );
  if (second !== undefined) refuse('means several figures: say direction=read or direction=write');
  return { model, pair };
}

function noData(what: string, series: readonly MeasuredSeries[], { option }: Arguments): never {
  const metric = option('metric') ?? HEADLINE;
  const known = [...new Set(series.map((one) => `${one.metric} of ${one.jobKind} jobs`))].toSorted();
  return refuse(`has no data: nothing measured ${metric} of ${what.trim()}; there is ${known.length === 0 ? 'nothing' : known.join(', ')}`);
}
