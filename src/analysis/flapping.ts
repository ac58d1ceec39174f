import { inOrder } from './outages.ts';
import type { Look } from './types.ts';

export interface FlapOptions {
  /** Known looks that are weighed together; 21. */
  readonly looks: number;
  /** Weighted share of state changes from which it flaps; .3. */
  readonly start: number;
  /** … and at or below which it no longer does; .2. */
  readonly stop: number;
}

export const FLAP_OPTIONS: FlapOptions = { looks: 21, start: 0.3, stop: 0.2 };

/** A stretch in which a subject went up and down too often to be called either. Instants µs. */
export interface Flapping {
  /** First state change of the window at whose end the share reached `start`. */
  readonly fromAt: number;
  /** The look at which the share had fallen to `stop`; null while it lasts. */
  readonly toAt: number | null;
  /** From the first to the last look of the stretch. */
  readonly changes: number;
  /** Greatest weighted share of state changes, 0…1. */
  readonly peak: number;
}

/** Weight of the oldest possible change in a window and of the newest; linear between them. */
const OLDEST = 0.8;
const NEWEST = 1.2;

/**
 * Flap detection of Nagios and Naemon on single looks: over the last 21 known looks, the share of the 20 neighbours that differ,
 * newer ones weighing more. Up is ok or slow, down is failed; unknown looks are passed over. Nothing is said before 21 looks.
 */
export function flapping(looks: readonly Look[], options: FlapOptions = FLAP_OPTIONS): readonly Flapping[] {
  const known = inOrder(looks).filter(({ outcome }) => outcome !== 'unknown');
  const changed = known.map((look, index) => index > 0 && isDown(look) !== isDown(known[index - 1] as Look));
  const pairs = options.looks - 1;
  const found: Flapping[] = [];
  let open: { from: number; peak: number } | null = null;
  for (let end = pairs; end < known.length; end += 1) {
    const share = weightedShare(changed, end, pairs);
    if (open === null && share >= options.start) {
      open = { from: changed.indexOf(true, end - pairs + 1), peak: share };
    } else if (open !== null && share <= options.stop) {
      found.push(stretch(known, changed, open, end));
      open = null;
    } else if (open !== null) {
      open.peak = Math.max(open.peak, share);
    }
  }
  if (open !== null) found.push(stretch(known, changed, open, null));
  return found;
}

function isDown({ outcome }: Look): boolean {
  return outcome === 'failed';
}

/** Of the `pairs` neighbours that end with look `end`. */
function weightedShare(changed: readonly boolean[], end: number, pairs: number): number {
  let sum = 0;
  for (let age = 0; age < pairs; age += 1) {
    if (changed[end - age] === true) sum += NEWEST - ((NEWEST - OLDEST) * age) / Math.max(1, pairs - 1);
  }
  return sum / pairs;
}

function stretch(
  known: readonly Look[],
  changed: readonly boolean[],
  { from, peak }: { readonly from: number; readonly peak: number },
  end: number | null,
): Flapping {
  const inside = changed.slice(from, end === null ? undefined : end + 1);
  return {
    fromAt: (known[from] as Look).at,
    toAt: end === null ? null : (known[end] as Look).at,
    changes: inside.filter(Boolean).length,
    peak,
  };
}
