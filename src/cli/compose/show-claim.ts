import { describeRecipe } from '../../../reports/describe-recipe.ts';
import { recomputeAll } from '../../../reports/recompute-all.ts';
import { findClaim, type Wanted } from '../../../reports/verify/find-claim.ts';
import { readReport } from '../../../reports/verify/read-report.ts';
import { rowsBehind } from '../../../reports/verify/rows-behind.ts';
import type { StoreReader } from '../../store/api.ts';

/** Observations and raw answers that are named; the store has them all. */
const NAMED = 5;

/** One number of a report: what was printed, how it is computed, what the store gives now, and the rows behind it. */
export async function showClaim(reader: StoreReader, file: string, wanted: Wanted): Promise<object> {
  const { claim, place, stands } = findClaim(await readReport(file), wanted);
  const { recipe } = claim;
  const [again] = await recomputeAll([recipe], reader);
  const known = again?.reason === null && recipe.statistic !== 'constant' && recipe.of.runs.length > 0;
  const rows = known ? rowsBehind(recipe, await reader.facts(recipe.of.runs), NAMED) : null;
  return {
    id: claim.id,
    place,
    stands,
    written: claim.text,
    value: claim.value,
    means: describeRecipe(recipe),
    recomputed: again?.reason === null ? again.value : null,
    ...(again?.reason === null ? {} : { reason: again?.reason }),
    ...(again === undefined || again.expired.length === 0 ? {} : { expired: again.expired }),
    runs: [...new Set([...recipe.of.runs, ...(recipe.against?.runs ?? [])])],
    ...(rows === null || rows.observations === null
      ? {}
      : {
          observations: rows.observations,
          first: rows.first.map((id) => `obs-${id}`),
          evidence: rows.evidence.map((hash) => hash.slice(0, 12)),
        }),
    recipe,
  };
}
