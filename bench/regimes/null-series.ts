import { chance, mixed, moving, nothing, type Source } from '../noise/series.ts';

export interface NullSeries {
  readonly name: string;
  readonly source: Source;
  /** Largest share of series with any report that was aimed at; null: only shown. */
  readonly target: number | null;
}

/** Series without a change, from seeds of their own. */
export function nullSeries(seed: number): readonly NullSeries[] {
  const still = nothing(seed);
  const targets: Readonly<Record<string, number>> = { 'AR .3': 0.02, 'AR .6': 0.05 };
  const shown = new Set(['AR .9', 'random walk']);
  const own = Object.entries(still).map(([name, source]) => ({ name, source, target: shown.has(name) ? null : (targets[name] ?? 0.01) }));
  const sine = moving(seed + 1)['sine over 24 values, 3 sd'] as Source;
  return [
    ...own,
    { name: 'Normal, CV 20 %', source: trending(seed + 2, { slope: 0, rho: 0, cv: 0.2 }), target: 0.01 },
    { name: 'sine over 24 values, 3 sd', source: sine, target: 0.01 },
    { name: 'two bands, half and half', source: mixed(seed + 3, 0.5, 1.3), target: 0.01 },
    { name: 'trend of 8 sd', source: trending(seed + 4, { slope: 8, rho: 0 }), target: 0.01 },
    { name: 'trend of 8 sd, AR .6', source: trending(seed + 5, { slope: 8, rho: 0.6 }), target: 0.05 },
  ];
}

/** `slope`: standard deviations from the first value to the last. */
function trending(seed: number, { slope, rho, cv = 0.05 }: { slope: number; rho: number; cv?: number }): Source {
  const { normal } = chance(seed);
  return (n) => {
    let last = normal();
    return Float64Array.from({ length: n }, (_, index) => {
      last = rho * last + Math.sqrt(1 - rho * rho) * normal();
      return 100 * (1 + cv * (last + (slope * index) / n));
    });
  };
}
