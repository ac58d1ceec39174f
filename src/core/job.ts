import type { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Instrument } from './instrument.ts';
import type { Measurement } from './observation.ts';
import type { HostFacts, InstanceChannel } from './provider.ts';

/** What an instance has, found once after it became reachable. */
export interface InstanceTools {
  readonly facts: HostFacts;
  /** Tool name → version, for those that answered: sysbench, fio. */
  readonly versions: { readonly [tool: string]: string };
}

export interface JobContext {
  readonly channel: InstanceChannel;
  readonly tools: InstanceTools;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Jobs that run on the same host at the same time; part of the instrument. */
  readonly concurrency: number;
}

/** One kind of work on an instance (`cpu`, `io`): a fixed amount, timed. */
export interface JobKind<Settings = unknown> {
  readonly kind: string;
  readonly settings: z.ZodType<Settings>;
  /** The tool that `run` will use on this instance, with every parameter that bends the figure. */
  instrument(settings: Settings, tools: InstanceTools, concurrency: number): Instrument;
  /** Never rejects for what the instance did: that is data. A fired signal gives outcome `unknown`, code `aborted`. */
  run(settings: Settings, context: JobContext): Promise<Measurement>;
}
