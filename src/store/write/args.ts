import type { StoreWriter } from '../api.ts';

/** Arguments of a method of the writer: the thread takes exactly what the contract says. */
export type Args<K extends keyof StoreWriter> = StoreWriter[K] extends (...args: infer A) => unknown ? A : never;
