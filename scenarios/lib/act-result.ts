/** How an act ended. `slow` succeeded beyond its limit; `unknown` says nothing about the target. */
export interface ActResult {
  readonly outcome: 'ok' | 'slow' | 'failed' | 'unknown';
  /** Why, where the outcome is not ok: the target's own code if it gave one. */
  readonly code?: string;
  readonly samples: readonly { readonly metric: string; readonly tags: { readonly [tag: string]: string }; readonly value: number }[];
}
