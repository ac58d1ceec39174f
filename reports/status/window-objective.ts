import { inOutages, knownHits } from '../../src/analysis/look-columns.ts';
import { judgeFigure, shareFigure, valueFigure } from '../../src/analysis/objectives.ts';
import { OUTAGE_RULE, outages } from '../../src/analysis/outages.ts';
import { decisiveLooks } from '../../src/analysis/look-columns.ts';
import { shareOfHits } from '../../src/analysis/share-estimate.ts';
import type { ObjectiveResult } from '../../src/analysis/types.ts';
import { metricOf } from '../../src/core/metrics.ts';
import type { WindowLooks } from '../../src/store/window-rows.ts';
import type { ReportedObjective } from '../run/judged-objectives.ts';

/** Judges an objective on one probe over the looks, or the values, of a window. */
export function windowObjective(
  objective: ReportedObjective,
  { looks, values }: { readonly looks: WindowLooks | null; readonly values: Float64Array },
): ObjectiveResult {
  const { stat, limit, metric } = objective;
  const judged = { ...objective, worse: metricOf(metric)?.worse ?? 'either' };
  if (stat !== 'availability' && stat !== 'failure_share') return judgeFigure(judged, valueFigure(stat, limit, values));
  if (looks === null) return judgeFigure(judged, undefined);
  if (stat === 'availability') return judgeFigure(judged, shareFigure(shareOfHits(knownHits(looks, 'succeeded')), limit));
  const down = outages(decisiveLooks(looks, OUTAGE_RULE.closeAfter), OUTAGE_RULE);
  const hits = knownHits(looks, 'failed', inOutages(looks.at, down));
  return judgeFigure(judged, shareFigure(shareOfHits(hits), limit));
}
