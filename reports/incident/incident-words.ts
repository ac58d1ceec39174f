import type { IncidentRow } from '../../src/store/rows.ts';
import { claim } from '../claim.ts';
import type { Inline, Recipe } from '../document.ts';

/** `at least 38 s, at most 40 s`, from the journal. */
export function incidentDown({ id, lastOkAt, firstBadAt, lastBadAt, firstOkAt }: IncidentRow): readonly Inline[] {
  const recipe = { statistic: 'downtime', of: { rows: 'incidents', runs: [] }, parameters: { incident: id } } satisfies Recipe;
  const side = (which: 'low' | 'high', us: number): Inline => claim(us / 1e6, 'seconds', { ...recipe, bound: { side: which, level: 1 } });
  const least = side('low', lastBadAt - firstBadAt);
  if (lastOkAt === null || firstOkAt === null)
    return ['at least ', least, firstOkAt === null ? ', open at its last look' : ', start not seen'];
  return ['at least ', least, ', at most ', side('high', firstOkAt - lastOkAt)];
}
