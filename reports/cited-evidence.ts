import type { RunFacts } from '../src/store/rows.ts';
import type { Inline } from './document.ts';

/** Hex digits of a hash that a report prints: `evenkeel show` finds it by them. */
const DIGITS = 12;
/** Raw answers linked from one row of a table; all of them are in the store. */
const LINKED = 3;

export interface CitedEvidence {
  readonly anchor: string;
  readonly sha256: string;
  /** The first observation that points at it. */
  readonly observation: number;
}

/** The raw answers behind these observations that a report links to: the first few with a hash, each once. */
export function citedEvidence(facts: Pick<RunFacts, 'observations'>, observations: readonly number[]): readonly CitedEvidence[] {
  const wanted = new Set(observations);
  const found = new Map<string, CitedEvidence>();
  for (const { id, evidence } of facts.observations) {
    if (evidence === null || !wanted.has(id) || found.has(evidence) || !/^[0-9a-f]{16,}$/.test(evidence)) continue;
    found.set(evidence, { anchor: `evidence-${evidence.slice(0, DIGITS)}`, sha256: evidence, observation: id });
    if (found.size === LINKED) break;
  }
  return [...found.values()];
}

/** Links into the appendix, or the observation's id where there is no raw answer. */
export function evidenceLinks(facts: Pick<RunFacts, 'observations'>, observations: readonly number[]): readonly Inline[] {
  const cited = citedEvidence(facts, observations);
  if (cited.length === 0) return observations.length === 0 ? ['none'] : [{ code: `observation ${observations[0]}` }];
  return cited.flatMap(({ anchor, sha256 }, index): readonly Inline[] => [
    ...(index === 0 ? [] : [', ']),
    { link: anchor, text: sha256.slice(0, DIGITS) },
  ]);
}
