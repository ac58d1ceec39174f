import type { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Measurement } from './observation.ts';
import type { Random } from './random.ts';

export interface ProbeContext {
  /** The probe's name in the config: its `probe` tag. */
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Slower than this (ms) is outcome `slow`; absent: no such limit. */
  readonly slowMs?: number;
  /** Value of a secret by the name that the settings give. */
  readonly secret: (name: string) => string;
}

/** One kind of probe: `dns`, `http`, `tcp`. */
export interface ProbeKind<Settings = unknown> {
  readonly kind: string;
  readonly settings: z.ZodType<Settings>;
  /**
   * One look at the target. Never rejects for what the target did: that is data. A fired signal gives `unknown`/`aborted`.
   * Samples: probe_duration_seconds with tags {probe, probe_kind, phase}; phase `total` always when it ended ok or slow.
   */
  probe(settings: Settings, context: ProbeContext): Promise<Measurement>;
}
