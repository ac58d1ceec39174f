import { refuseOutsideInit, type VuState } from './vu-state.ts';

/** The module `k6/data`: SharedArray, made once and read by all VUs; each access gives a fresh frozen copy. */
export function dataModule(state: VuState): { readonly [name: string]: unknown } {
  function SharedArray(name: string, make: () => unknown): unknown {
    if (new.target === undefined) throw new TypeError('SharedArray needs new');
    refuseOutsideInit(state, 'making a SharedArray');
    if (typeof name !== 'string' || name === '') throw new TypeError('a SharedArray needs a name');
    if (typeof make !== 'function') throw new TypeError('a SharedArray needs a function as its second argument');
    if (state.host.sharedLength(name) < 0) {
      const made = make();
      if (!Array.isArray(made)) throw new TypeError(`the function of SharedArray "${name}" must return an array, and not be async`);
      state.host.sharedStore(name, JSON.stringify(made.map((item) => JSON.stringify(item) ?? 'null')));
    }
    return sharedArray(state, name, state.host.sharedLength(name));
  }
  return { SharedArray };
}

function sharedArray(state: VuState, name: string, length: number): unknown {
  const item = (index: number): unknown => deepFreeze(JSON.parse(state.host.sharedItem(name, index)));
  const refuse = (): never => {
    throw new TypeError(`SharedArray "${name}" is read-only`);
  };
  // Array methods read through the proxy; the target's length makes them iterate.
  return new Proxy([] as unknown[], {
    get: (target, key, receiver) => {
      if (key === 'length') return length;
      const index = indexOf(key, length);
      return index === null ? Reflect.get(target, key, receiver) : item(index);
    },
    has: (target, key) => indexOf(key, length) !== null || Reflect.has(target, key),
    ownKeys: () => [...Array.from({ length }, (_, index) => String(index)), 'length'],
    getOwnPropertyDescriptor: (target, key) => {
      const index = indexOf(key, length);
      if (index !== null) return { value: item(index), writable: true, enumerable: true, configurable: true };
      return key === 'length'
        ? { value: 0, writable: true, enumerable: false, configurable: false }
        : Reflect.getOwnPropertyDescriptor(target, key);
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
  });
}

function indexOf(key: string | symbol, length: number): number | null {
  if (typeof key !== 'string' || !/^(?:0|[1-9]\d*)$/.test(key)) return null;
  return Number(key) < length ? Number(key) : null;
}

export function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
