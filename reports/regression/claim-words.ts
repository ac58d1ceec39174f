import { code } from '../blocks.ts';
import type { Inline } from '../document.ts';
import type { CheckedClaim } from './model.ts';

/** `job_duration_seconds job_kind=cpu: level`. */
export function claimName({ judgement: { metric, tags }, judged }: CheckedClaim): readonly Inline[] {
  return [code([metric, ...Object.entries(tags).map(([tag, value]) => `${tag}=${value}`)].join(' ')), `: ${judged.comparison.claim}`];
}
