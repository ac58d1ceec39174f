import { bytesFrom, textOf } from './bytes.ts';
import type { VuState } from './vu-state.ts';

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;

/** The module `k6/encoding`: base 64 as RFC 4648 has it (std, rawstd, url, rawurl). */
export function encodingModule(state: VuState): { readonly [name: string]: unknown } {
  function b64encode(input: unknown, encoding = 'std'): string {
    const [alphabet, padded] = variant(encoding);
    return base64(bytesFrom(state, input), alphabet, padded);
  }
  function b64decode(input: unknown, encoding = 'std', format?: string): string | ArrayBuffer {
    const [alphabet] = variant(encoding);
    const bytes = fromBase64(String(input), alphabet);
    return format === 's' ? textOf(state, bytes) : (bytes.buffer as ArrayBuffer);
  }
  return { default: { b64encode, b64decode }, b64encode, b64decode };
}

function variant(encoding: string): readonly [alphabet: string, padded: boolean] {
  if (encoding === 'std') return [STANDARD, true];
  if (encoding === 'rawstd') return [STANDARD, false];
  if (encoding === 'url') return [URL_SAFE, true];
  if (encoding === 'rawurl') return [URL_SAFE, false];
  throw new Error(`unknown base64 encoding "${encoding}": std, rawstd, url or rawurl`);
}

export function base64(bytes: Uint8Array, alphabet: string = STANDARD, padded = true): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at] as number, bytes[at + 1], bytes[at + 2]];
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    if (b !== undefined) out += alphabet.charAt((group >> 6) & 63);
    else if (padded) out += '=';
    if (c !== undefined) out += alphabet.charAt(group & 63);
    else if (padded) out += '=';
  }
  return out;
}

function fromBase64(text: string, alphabet: string): Uint8Array {
  const letters = text.replaceAll(/[\r\n]/g, '').replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (let index = 0; index < letters.length; index += 1) {
    const value = alphabet.indexOf(letters.charAt(index));
    if (value < 0) throw new Error(`illegal base64 data at input byte ${index}`);
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at] = (bits >> held) & 255;
      at += 1;
    }
  }
  return bytes;
}
