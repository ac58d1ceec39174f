import { changePoints } from '../../src/analysis/change-points.ts';
import type { ChangePoint } from '../../src/analysis/regime-types.ts';
import { chance } from '../noise/series.ts';

export interface Power {
  /** Standard deviations of one step; the first is at n / steps + 1. */
  readonly step: number;
  readonly steps: number;
  /** Share of the values that are 1.5 to 4 times as large. */
  readonly spikes: number;
  /** Share of the steps with a report within 5 values. */
  readonly located: number;
  /** Reports a series that are at no step. */
  readonly extra: number;
  /** Of the located: share whose interval of places holds the step, whose size's interval holds the true ratio. */
  readonly placeHeld: number;
  readonly sizeHeld: number;
}

const N = 200;
const NEAR = 5;
const CV = 0.05;

/** Steps of the same size and spacing in series of 200 values with a CV of 5 %. */
export function power(seed: number, series: number, { step, steps, spikes }: Pick<Power, 'step' | 'steps' | 'spikes'>): Power {
  const { random, normal } = chance(seed);
  const each = Math.round(N / (steps + 1));
  const places = Array.from({ length: steps }, (_, k) => (k + 1) * each);
  const level = (index: number): number => 100 * (1 + CV * step * Math.min(steps, Math.floor(index / each)));
  let [located, extra, placeHeld, sizeHeld] = [0, 0, 0, 0];
  for (let run = 0; run < series; run += 1) {
    const values = Float64Array.from({ length: N }, (_, index) => {
      const spike = random() < spikes ? 1.5 + 2.5 * random() : 1;
      return (level(index) + 100 * CV * normal()) * spike;
    });
    const { changePoints: found } = changePoints({ times: null, values });
    for (const place of places) {
      const hit = found.find(({ index }) => Math.abs(index - place) <= NEAR);
      if (hit === undefined) continue;
      located += 1;
      if (hit.interval.low <= place && place <= hit.interval.high) placeHeld += 1;
      if (holds(hit, level(place) / level(place - 1))) sizeHeld += 1;
    }
    extra += found.filter(({ index }) => places.every((place) => Math.abs(index - place) > NEAR)).length;
  }
  const of = series * steps;
  return {
    step,
    steps,
    spikes,
    located: located / of,
    extra: extra / series,
    placeHeld: placeHeld / located,
    sizeHeld: sizeHeld / located,
  };
}

function holds({ size }: ChangePoint, ratio: number): boolean {
  return (size.low ?? 0) <= ratio && ratio <= (size.high ?? Number.POSITIVE_INFINITY);
}
