import type { VuState } from './vu-state.ts';

/** Bytes of a string (UTF-8), ArrayBuffer, typed array or array of numbers. Throws TypeError for others. */
export function bytesFrom(state: VuState, input: unknown): Uint8Array {
  if (typeof input === 'string') return latestBytes(state, state.host.encode(input));
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (Array.isArray(input)) return Uint8Array.from(input as number[]);
  throw new TypeError(`expected a string or an ArrayBuffer, got ${typeof input}`);
}

/** The body that the host holds, in memory of this context. */
export function latestBytes(state: VuState, size: number = state.host.size()): Uint8Array {
  const bytes = new Uint8Array(size);
  state.host.fill(bytes);
  return bytes;
}

export function textOf(state: VuState, bytes: Uint8Array): string {
  return state.host.decode(bytes);
}
