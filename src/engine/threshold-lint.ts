import { HarnessError } from '../core/errors.ts';
import type { Bundle } from './bundle-api.ts';
import { thresholdPlace } from './threshold-place.ts';

const MIXED = /^(?:http_\w+|data_\w+|iteration_duration)$/;

// Tags that calls to the gateway carry too, with values that a target's may equal.
const SHARED_TAGS = new Set([
  'proto', 'subproto', 'status', 'method', 'group', 'check', 'error', 'error_code', 'tls_version', 'scenario', 'service', 'expected_response', 'ip', 'vu', 'iter',
]); // prettier-ignore

/** Thresholds on metrics that calls to the gateway go into as well, without a tag that tells the target from it. */
export function mixedThresholds(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => {
    const [, metric = '', selector = ''] = /^\s*([^{\s]+)\s*(?:\{(.*)\})?\s*$/.exec(key) ?? [];
    const tags = selector.split(',').map((pair) => pair.split(':')[0]?.replaceAll(/['"\s]/g, '') ?? '');
    return MIXED.test(metric) && !tags.some((tag) => tag !== '' && !SHARED_TAGS.has(tag));
  });
}

/** Rejects with HarnessError `threshold-invalid` and the place of the first threshold that would judge the gateway. */
export async function lintThresholds(keys: readonly string[], bundle: Pick<Bundle, 'sources'>): Promise<void> {
  const [first] = mixedThresholds(keys);
  if (first === undefined) return;
  const place = await thresholdPlace(first, bundle.sources);
  const metric = /^[^{\s]+/.exec(first)?.[0] ?? first;
  throw new HarnessError('threshold-invalid', `The threshold on ${first} would also judge the calls to the gateway`, {
    hint: `Give the requests to the target a tag, as in { tags: { target: 'api' } }, and write the threshold as ${metric}{target:api}`,
    ...(place === undefined ? {} : { place }),
  });
}
