import { attainableUnits } from './compare.ts';
import { formulaUnits } from './formula-units.ts';
import { figureVariance, simulatePower, type Power, type PowerRule, type Scatter } from './power.ts';
import type { Estimate } from './types.ts';

/** Beyond this many units a side nothing is simulated. */
export const MOST_UNITS = 60;

export interface NeededOptions extends PowerRule {
  /** Probability of the verdict that is wanted. */
  readonly power: number;
  /** True ratio in the bad direction that must be a regression; 1: what must be equivalent. */
  readonly ratio: number;
}

export interface Needed {
  /** Units a side; null where more than `MOST_UNITS`, or a change within the margin, which is never a regression. */
  readonly units: number | null;
  /** Simulated probability with that many; null with none. */
  readonly reached: Estimate | null;
  /** What the formula says, also where that is too many to be simulated; null within the margin. */
  readonly formula: number | null;
}

/** Smallest equal sides with which the verdict comes out with this probability: begun at the formula's number, found by simulation. */
export function neededUnits(scatter: Scatter, options: NeededOptions): Needed {
  const { power, ratio, margin, alpha } = options;
  if (ratio !== 1 && ratio <= 1 + margin) return { units: null, reached: null, formula: null };
  const least = attainableUnits(alpha);
  const variance = figureVariance(scatter);
  const formula = Math.max(least, formulaUnits({ variance, effect: Math.log(ratio), margin, alpha, power }));
  if (least > MOST_UNITS || formula > 2 * MOST_UNITS) return { units: null, reached: null, formula };
  const known = new Map<number, Estimate>();
  const at = (units: number): Estimate => {
    const share = known.get(units) ?? verdictShare(simulatePower({ ...scatter, unitsBefore: units, unitsAfter: units }, options), ratio);
    known.set(units, share);
    return share;
  };
  const isEnough = (units: number): boolean => at(units).value >= power;
  const units = firstEnough(isEnough, { least, start: Math.min(formula, MOST_UNITS) });
  return { units, reached: units === null ? null : at(units), formula };
}

function verdictShare(power: Power, ratio: number): Estimate {
  return ratio === 1 ? power.equivalent : power.regression(ratio);
}

/** From `start` outwards in growing steps until enough and too few are on either side, then halved. */
function firstEnough(
  isEnough: (units: number) => boolean,
  { least, start }: { readonly least: number; readonly start: number },
): number | null {
  let [few, enough] = [least - 1, MOST_UNITS + 1];
  for (let [units, step] = [start, 1]; few < units && units < enough; step *= 2) {
    if (isEnough(units)) {
      enough = units;
      units = Math.max(units - step, few + 1);
    } else {
      few = units;
      units = Math.min(units + step, enough - 1);
    }
    if (few > least - 1 && enough <= MOST_UNITS) break;
  }
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else few = middle;
  }
  return enough > MOST_UNITS ? null : enough;
}
