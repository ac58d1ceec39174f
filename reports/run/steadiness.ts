import type { Fluctuation } from '../../src/analysis/types.ts';

/** Robust CV up to which jobs are called steady: the margin of a comparison, since less than it is not told apart there either. */
export const STEADY_LIMIT = 0.05;

export type Steadiness = 'steady' | 'unsteady' | 'not decided';

/** From the whole interval of the robust CV, so that few jobs decide nothing. */
export function steadiness({ robustCv: { low, high } }: Fluctuation): Steadiness {
  if (high !== null && high <= STEADY_LIMIT) return 'steady';
  return low !== null && low > STEADY_LIMIT ? 'unsteady' : 'not decided';
}
