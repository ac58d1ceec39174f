import type { Inline } from '../../document.ts';
import { refuse } from '../refuse.ts';
import type { Directive } from '../text/directive.ts';
import type { Measured } from './campaigns.ts';
import { countValue } from './count-value.ts';
import { ratioValue } from './ratio-value.ts';
import { SERIES_STATISTICS, seriesValue } from './series-value.ts';
import { SUBJECT_VALUES, subjectValue } from './subject-value.ts';

/** `{{value STATISTIC …}}`: one number in a sentence, or the words that go with it. Throws HarnessError `document-invalid`. */
export function measuredValue(directive: Directive, measured: Measured): readonly Inline[] {
  const [statistic] = directive.words;
  if (statistic === 'count') return countValue(directive, measured);
  if (statistic === 'ratio' || statistic === 'p') return ratioValue(directive, measured, statistic);
  const asked = SUBJECT_VALUES.find((name) => name === statistic);
  if (asked !== undefined) return subjectValue(directive, measured, asked);
  const figure = SERIES_STATISTICS.find((name) => name === statistic);
  if (figure !== undefined) return seriesValue(directive, measured, figure);
  const known = ['count', 'ratio', 'p', ...SUBJECT_VALUES, ...SERIES_STATISTICS].join(', ');
  return refuse(statistic === undefined ? `says no statistic; there are ${known}` : `"${statistic}" is no statistic; there are ${known}`);
}
