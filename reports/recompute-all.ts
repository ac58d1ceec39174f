import type { StoreReader } from '../src/store/api.ts';
import type { RunFacts } from '../src/store/rows.ts';
import type { Recipe } from './document.ts';
import { isWindowRecipe, recomputeWindow, type WindowSource } from './recompute-window/recompute-window.ts';
import { recompute } from './recompute.ts';

/** What the store says now; NaN with a reason where it cannot be told any more. `expired`: runs of which rows are gone, so that another number is no contradiction. */
export interface Recomputed {
  readonly value: number;
  readonly reason: string | null;
  readonly expired: readonly string[];
}

export type FactsSource = Pick<StoreReader, 'facts' | 'expiredRuns'> & WindowSource;

/**
 * Every recipe computed again from the store, in the order given. Recipes over the same runs are computed together, one group of runs in
 * memory at a time. Nothing a recipe holds makes this reject: what makes no sense cannot be told.
 */
export async function recomputeAll(recipes: readonly Recipe[], reader: FactsSource): Promise<readonly Recomputed[]> {
  const found: Recomputed[] = recipes.map((recipe) => computed(recipe, NOTHING, []));
  const groups = new Map<string, { readonly runs: readonly string[]; readonly indices: number[] }>();
  for (const [index, recipe] of recipes.entries()) {
    if (recipe.statistic === 'constant') continue;
    if (isWindowRecipe(recipe)) {
      found[index] = await computedWindow(recipe, reader);
      continue;
    }
    const runs = runsOf(recipe);
    const group = groups.get(runs.join(' '));
    if (group === undefined) groups.set(runs.join(' '), { runs, indices: [index] });
    else group.indices.push(index);
  }
  for (const { runs, indices } of groups.values()) {
    const gone = await unknownOf(reader, runs);
    const facts = gone.length > 0 ? null : await factsOf(reader, runs);
    const expired = facts === null ? [] : await reader.expiredRuns(runs);
    for (const index of indices) {
      const recipe = recipes[index] as Recipe;
      if (facts === null) found[index] = untold(`the store has no run ${gone.join(', ')}`);
      else if (recipe.of.rows === 'series') found[index] = untold(`it is of rows of ${recipe.of.file ?? 'files'}, not of the store`);
      else found[index] = computed(recipe, facts, expired);
    }
  }
  return found;
}

const NOTHING: RunFacts = {
  runs: [],
  executions: [],
  instances: [],
  resources: [],
  observations: [],
  samples: [],
  gaps: [],
  events: [],
  findings: [],
};

const untold = (reason: string): Recomputed => ({ value: Number.NaN, reason, expired: [] });

const SENSELESS = untold('its recipe makes no sense to this version of Evenkeel');

function computed(recipe: Recipe, facts: RunFacts, expired: readonly string[]): Recomputed {
  try {
    // A statistic that is none falls through: it comes from a file, not from the compiler.
    const value = recompute(recipe, facts) as number | undefined;
    return value === undefined ? SENSELESS : { value, reason: null, expired };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return SENSELESS;
    throw error;
  }
}

async function computedWindow(recipe: Recipe, reader: WindowSource): Promise<Recomputed> {
  try {
    const value = await recomputeWindow(recipe, reader);
    return { value, reason: Number.isNaN(value) ? 'the rows of its window are not there' : null, expired: [] };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return SENSELESS;
    throw error;
  }
}

function runsOf({ of, against }: Recipe): readonly string[] {
  return [...new Set([...of.runs, ...(against?.runs ?? [])])].toSorted();
}

async function unknownOf(reader: FactsSource, runs: readonly string[]): Promise<readonly string[]> {
  const gone: string[] = [];
  for (const uid of runs) if ((await reader.run(uid)) === undefined) gone.push(uid);
  return gone;
}

/** No run named: what belongs to none, the whole register. */
async function factsOf(reader: FactsSource, runs: readonly string[]): Promise<RunFacts> {
  return runs.length === 0 ? { ...NOTHING, findings: await reader.findings({}) } : reader.facts(runs);
}
