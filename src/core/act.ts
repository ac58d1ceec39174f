import type { Outcome } from './outcome.ts';

/** What a scenario asks the gateway for: names from the config and bounded numbers, never argv, path, host or URL. */
export type ActRequest =
  | { readonly act: 'job'; readonly name: string; readonly vu: number; readonly iteration: number; readonly n: number }
  | { readonly act: 'probe'; readonly name: string; readonly vu: number; readonly iteration: number; readonly n: number }
  | { readonly act: 'provision'; readonly vu: number; readonly iteration: number; readonly n: number };

/** `noop`: this VU's share is used up. */
export type ActAnswer =
  | { readonly state: 'noop' }
  | { readonly state: 'running'; readonly id: string }
  | {
      readonly state: 'done';
      readonly id: string;
      readonly outcome: Outcome;
      readonly code?: string;
      /** The act's samples, for the mirrors. */
      readonly samples: readonly { readonly metric: string; readonly tags: { readonly [tag: string]: string }; readonly value: number }[];
    };
