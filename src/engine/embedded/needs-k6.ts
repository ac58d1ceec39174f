import { HarnessError } from '../../core/errors.ts';
import type { Bundle } from '../bundle-api.ts';

const AVAILABLE = new Set(['k6', 'k6/http', 'k6/metrics', 'k6/execution', 'k6/data', 'k6/encoding', 'k6/crypto', 'k6/timers']);

/** Throws HarnessError `script-invalid`, with the place of the import, for a module that only k6 itself has. */
export function refuseForeignModules(bundle: Pick<Bundle, 'modules'>): void {
  const foreign = bundle.modules.find(({ name }) => !AVAILABLE.has(name));
  if (foreign === undefined) return;
  throw new HarnessError('script-invalid', `The module "${foreign.name}" needs k6: the embedded engine does not have it`, {
    place: foreign.place,
    hint: `Install k6 (K6_BIN names it), or use only ${[...AVAILABLE].join(', ')}`,
  });
}
