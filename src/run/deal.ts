/**
 * Deals job numbers 1 … `jobs` in turn, as cards: 120 over 7 gives 18, 17, 17, 17, 17, 17, 17. Dealt beforehand, so
 * that a fast instance does not take more jobs and bend the pooled figures.
 */
export function deal(jobs: number, instances: number): readonly (readonly number[])[] {
  return Array.from({ length: instances }, (_, instance) =>
    Array.from({ length: Math.ceil((jobs - instance) / instances) }, (__, round) => round * instances + instance + 1),
  );
}
