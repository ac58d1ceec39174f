import { binomialAtMost } from './binomial-distribution.ts';
import { inOrder } from './outages.ts';
import type { Look } from './types.ts';

export interface QuorumOptions {
  /** Vantage points that must agree, q of m. */
  readonly agree: number;
  /** Looks of different observers at most this far apart (µs) are one round. */
  readonly withinUs: number;
}

/**
 * The looks of several vantage points at one target as one series, one look a round: failed where q observers saw it fail, ok
 * where so many saw it up that q cannot have seen it fail, else unknown. An observer that was silent in a round, or saw nothing,
 * counts for nobody. A round begins with the first look after the round before and lasts `withinUs`; of an observer that looked
 * more than once in it the last look counts. at and obs are those of the round's first look, the code that of its first failure.
 */
export function quorumLooks(observers: readonly (readonly Look[])[], { agree, withinUs }: QuorumOptions): readonly Look[] {
  const ordered = observers
    .flatMap((looks, observer) => inOrder(looks).map((look) => ({ look, observer })))
    .toSorted((a, b) => a.look.at - b.look.at || a.observer - b.observer);
  const rounds: Look[] = [];
  for (let first = 0, next = 0; first < ordered.length; first = next) {
    const begin = (ordered[first] as (typeof ordered)[number]).look.at;
    const votes = new Map<number, Look>();
    for (; next < ordered.length && (ordered[next] as (typeof ordered)[number]).look.at <= begin + withinUs; next += 1) {
      const { look, observer } = ordered[next] as (typeof ordered)[number];
      votes.set(observer, look);
    }
    rounds.push(verdict([...votes.values()], (ordered[first] as (typeof ordered)[number]).look, observers.length, agree));
  }
  return rounds;
}

/** P that q of m observers see a failure in the same round, each for itself with probability p: 2 of 3 at 5 % is .725 %. */
export function quorumChance(agree: number, observers: number, p: number): number {
  return 1 - binomialAtMost(agree - 1, observers, p);
}

function verdict(votes: readonly Look[], { at, obs }: Look, observers: number, agree: number): Look {
  const failed = votes.filter(({ outcome }) => outcome === 'failed');
  if (failed.length >= agree) return { at, outcome: 'failed', code: (failed[0] as Look).code, obs };
  const up = votes.filter(({ outcome }) => outcome === 'ok' || outcome === 'slow');
  if (up.length <= observers - agree) return { at, outcome: 'unknown', code: null, obs };
  const slow = up.filter(({ outcome }) => outcome === 'slow').length;
  return { at, outcome: slow >= agree ? 'slow' : 'ok', code: null, obs };
}
