import type { RunFacts } from '../../src/store/rows.ts';
import type { Recipe } from '../document.ts';
import { selectObservations, selectSamples } from '../recompute/select-rows.ts';

export interface RowsBehind {
  /** How many observations the number was computed of; null where it is of other rows. */
  readonly observations: number | null;
  /** The first of them, by id; of an extreme those that have it. */
  readonly first: readonly number[];
  /** Hashes of their raw answers, each once. */
  readonly evidence: readonly string[];
}

/** The observations that a recipe selects: what one looks at to believe its number. */
export function rowsBehind({ statistic, of }: Recipe, facts: RunFacts, most: number): RowsBehind {
  if (of.rows !== 'samples' && of.rows !== 'observations') return { observations: null, first: [], evidence: [] };
  const samples = of.rows === 'samples' ? selectSamples(facts, of) : [];
  const ids = of.rows === 'samples' ? [...new Set(samples.map(({ obs }) => obs))] : selectObservations(facts, of).map(({ id }) => id);
  const extreme = statistic === 'min' || statistic === 'max' ? extremeOf(samples, statistic) : undefined;
  const shown = extreme ?? ids;
  const wanted = new Set(shown);
  const answers = facts.observations.flatMap(({ id, evidence }) => (evidence !== null && wanted.has(id) ? [evidence] : []));
  return { observations: ids.length, first: shown.slice(0, most), evidence: [...new Set(answers)].slice(0, most) };
}

function extremeOf(samples: readonly { readonly obs: number; readonly value: number }[], which: 'min' | 'max'): readonly number[] {
  const value = samples.reduce(
    (found, one) => (which === 'min' ? Math.min(found, one.value) : Math.max(found, one.value)),
    samples[0]?.value ?? 0,
  );
  return samples.filter((one) => one.value === value).map(({ obs }) => obs);
}
