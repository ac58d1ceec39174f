import type { Options } from 'k6/options';
import { countSetting } from './settings.ts';

/**
 * EVK_JOBS jobs on EVK_INSTANCES instances: VU i works on instance i, one job an iteration. With `per-vu-iterations` a fast
 * instance takes no job from a slow one, which would bend the pooled figures; who has one job less ends with an empty iteration.
 */
export function jobOptions(kind: string): Options {
  const instances = countSetting('EVK_INSTANCES');
  return {
    scenarios: {
      [kind]: {
        executor: 'per-vu-iterations',
        vus: instances,
        iterations: Math.ceil(countSetting('EVK_JOBS') / instances),
        maxDuration: `${countSetting('EVK_LIMIT_S')}s`,
        tags: { job_kind: kind },
      },
    },
  };
}
