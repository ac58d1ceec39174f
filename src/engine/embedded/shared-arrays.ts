import type { SharedStore } from './vu-messages.ts';

export interface SharedArrays {
  /** -1: there is none of that name. */
  length(name: string): number;
  item(name: string, index: number): string;
  store(name: string, items: readonly string[]): SharedStore;
}

/** The SharedArrays of an execution as one VU sees them: one copy in memory, however many VUs. */
export function sharedArrays(known: { readonly [name: string]: SharedStore }): SharedArrays {
  const stores = new Map(Object.entries(known));
  const decoder = new TextDecoder();
  const endsOf = (name: string): Float64Array | null => {
    const store = stores.get(name);
    return store === undefined ? null : new Float64Array(store.ends);
  };
  return {
    length: (name) => endsOf(name)?.length ?? -1,
    item(name, index) {
      const ends = endsOf(name);
      const end = ends?.[index];
      if (ends === null || end === undefined) return 'null';
      const from = index === 0 ? 0 : (ends[index - 1] as number);
      // TextDecoder refuses shared memory, so the bytes are copied out first.
      return decoder.decode(new Uint8Array((stores.get(name) as SharedStore).bytes).slice(from, end));
    },
    store(name, items) {
      const encoded = items.map((item) => Buffer.from(item));
      const bytes = new SharedArrayBuffer(encoded.reduce((sum, item) => sum + item.length, 0));
      const ends = new SharedArrayBuffer(items.length * 8);
      const [content, marks] = [new Uint8Array(bytes), new Float64Array(ends)];
      let at = 0;
      for (const [index, item] of encoded.entries()) {
        content.set(item, at);
        at += item.length;
        marks[index] = at;
      }
      stores.set(name, { bytes, ends });
      return { bytes, ends };
    },
  };
}
