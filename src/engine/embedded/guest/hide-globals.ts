// What the JavaScript engine inside k6 lacks: a script that leans on it must fail here too.
const GLOBALS = ['Intl', 'WeakRef', 'FinalizationRegistry', 'Atomics', 'SharedArrayBuffer', 'WebAssembly', 'Iterator', 'console'];

const MEMBERS: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [Promise, ['withResolvers', 'try']],
  [Array, ['fromAsync']],
  [Object, ['groupBy']],
  [Map, ['groupBy']],
  [Set.prototype, ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']],
];

export function hideGlobals(): void {
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
  for (const [owner, names] of MEMBERS) for (const name of names) Reflect.deleteProperty(owner, name);
  // Call sites can lead out of this context, so what a script assigns here is dropped.
  Object.defineProperty(Error, 'prepareStackTrace', { get: () => undefined, set: () => {}, configurable: false });
}
