import { changePoints } from '../../src/analysis/change-points.ts';
import { SEARCH, type SearchSettings } from '../../src/analysis/regimes/settings.ts';
import type { AnnotatedSeries } from './load.ts';
import { covering, fOne } from './score.ts';

export interface Scored {
  readonly name: string;
  readonly n: number;
  readonly found: readonly number[];
  readonly f1: number;
  readonly cover: number;
  /** Of a detector that never reports anything. */
  readonly silentF1: number;
  readonly silentCover: number;
}

/** Changes of several dimensions closer than this are one. */
const SAME = 5;

/** The series by the defaults that everybody uses, or by other search settings to see what they would have done. */
export function scoreSeries({ name, dimensions, annotations }: AnnotatedSeries, settings: SearchSettings = SEARCH): Scored {
  const n = dimensions[0]?.length ?? 0;
  const found = dimensions
    .flatMap((values) => changePoints({ times: null, values }, {}, settings).changePoints.map(({ index }) => index))
    .toSorted((a, b) => a - b)
    .filter((place, k, all) => k === 0 || place - (all[k - 1] as number) > SAME);
  return {
    name,
    n,
    found,
    f1: fOne(annotations, found),
    cover: covering(annotations, found, n),
    silentF1: fOne(annotations, []),
    silentCover: covering(annotations, [], n),
  };
}
