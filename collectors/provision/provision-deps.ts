import type { Clock } from '../../src/core/clock.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { ApiCall, Provider } from '../../src/core/provider.ts';
import type { Random } from '../../src/core/random.ts';

export type Phase = 'clone' | 'create' | 'start' | 'reachable' | 'context' | 'release';

/** All in milliseconds but `attempts`. */
export interface ProvisionLimits {
  /** Between two looks at a status: the resolution of the phases' timings. */
  readonly pollMs: number;
  /** One call of the API. */
  readonly callMs: number;
  /** Each phase; `release` for each resource. */
  readonly phaseMs: { readonly [phase in Phase]: number };
  /** Tries of one call that says it may be tried again. */
  readonly attempts: number;
  /** How long the provider's list may lag behind: what was ordered without an answer is looked for this long. */
  readonly settleMs: number;
}

export const DEFAULT_LIMITS: ProvisionLimits = {
  pollMs: 100,
  callMs: 30_000,
  phaseMs: { clone: 300_000, create: 120_000, start: 300_000, reachable: 300_000, context: 120_000, release: 120_000 },
  attempts: 4,
  settleMs: 3000,
};

export interface ProvisionDeps {
  readonly provider: Provider;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly limits: ProvisionLimits;
  /** Every attempt at every call. */
  readonly report: (call: ApiCall) => void;
}
