export interface Ending {
  /** Fires when the outer signal does, and when something fails. */
  readonly signal: AbortSignal;
  /** Resolves when the outer signal fired; rejects with the first failure. */
  readonly over: Promise<void>;
  /** What makes it impossible to go on. */
  readonly fail: (error: unknown) => void;
  /** Fires the signal, so that whoever still works stops. */
  readonly end: () => void;
}

/** One end for work that several loops do together: from outside, or by the first of them that fails. */
export function createEnding(outer: AbortSignal): Ending {
  const inner = new AbortController();
  let problem: { readonly error: unknown } | undefined;
  const fire = (reason: unknown): void => {
    outer.removeEventListener('abort', onOuter);
    inner.abort(reason);
  };
  const onOuter = (): void => fire(outer.reason);
  const over = new Promise<void>((resolve, reject) => {
    inner.signal.addEventListener('abort', () => (problem === undefined ? resolve() : reject(problem.error)), { once: true });
  });
  // Whoever fails before anybody waits for the end is heard when they do.
  over.catch(() => undefined);
  if (outer.aborted) onOuter();
  else outer.addEventListener('abort', onOuter, { once: true });
  return {
    signal: inner.signal,
    over,
    fail(error) {
      if (!inner.signal.aborted) problem = { error };
      fire(error);
    },
    end: () => fire(new Error('the work is over')),
  };
}
