import type { Ledger } from '../../src/core/ledger.ts';

export interface MemoryLedger extends Ledger {
  /** Mark → what the ledger says of it now. */
  readonly states: ReadonlyMap<string, string>;
  /** Every entry in order: `intended evk-…`. */
  readonly entries: readonly string[];
}

/** Keeps the account in memory, and refuses what no ledger would take: an unknown mark, an intent made twice. */
export function memoryLedger(): MemoryLedger {
  const states = new Map<string, string>();
  const entries: string[] = [];
  const set = async (name: string, state: string): Promise<void> => {
    // A store takes a moment, and somebody who does not wait for it must be found out.
    await Promise.resolve();
    if (!states.has(name) && state !== 'intended') throw new Error(`the ledger has no ${name}`);
    if (states.has(name) && state === 'intended') throw new Error(`${name} is intended twice`);
    states.set(name, state);
    entries.push(`${state} ${name}`);
  };
  return {
    states,
    entries,
    intend: ({ name }) => set(name, 'intended'),
    created: (name) => set(name, 'created'),
    releasing: (name) => set(name, 'releasing'),
    gone: (name) => set(name, 'gone'),
    lost: (name) => set(name, 'lost'),
  };
}
