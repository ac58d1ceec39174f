import { bytesFrom, latestBytes } from './bytes.ts';
import { base64 } from './encoding-module.ts';
import type { VuState } from './vu-state.ts';

const ALGORITHMS = ['md4', 'md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha512_224', 'sha512_256', 'ripemd160'] as const;
type Output = 'hex' | 'base64' | 'base64url' | 'base64rawurl' | 'binary';

/** The module `k6/crypto`: digests, HMAC, random bytes. */
export function cryptoModule(state: VuState): { readonly [name: string]: unknown } {
  function digest(algorithm: string, input: unknown, key: Uint8Array | undefined): Uint8Array {
    const problem = state.host.digest(algorithm, bytesFrom(state, input), key);
    if (problem !== '') throw new Error(problem);
    return latestBytes(state);
  }

  /** Gathers input until the digest is asked for. */
  function gather(algorithm: string, key: Uint8Array | undefined): object {
    const parts: Uint8Array[] = [];
    return {
      update: (input: unknown): void => void parts.push(bytesFrom(state, input).slice()),
      digest: (output: Output): unknown =>
        encoded(
          digest(
            algorithm,
            parts.flatMap((part) => [...part]),
            key,
          ),
          output,
        ),
    };
  }

  const byAlgorithm = Object.fromEntries(
    ALGORITHMS.map((name) => [name, (input: unknown, output: Output) => encoded(digest(name, input, undefined), output)]),
  );
  const hmac = (algorithm: string, secret: unknown, data: unknown, output: Output): unknown =>
    encoded(digest(algorithm, data, bytesFrom(state, secret)), output);
  const randomBytes = (size: number): ArrayBuffer => {
    if (!Number.isInteger(size) || size < 1) throw new Error('randomBytes() needs a size of at least 1');
    const bytes = new Uint8Array(size);
    state.host.random(bytes);
    return bytes.buffer;
  };
  const createHash = (algorithm: string): object => gather(algorithm, undefined);
  const createHMAC = (algorithm: string, secret: unknown): object => gather(algorithm, bytesFrom(state, secret));
  const all = { ...byAlgorithm, hmac, randomBytes, createHash, createHMAC };
  return { default: all, ...all };
}

function encoded(bytes: Uint8Array, output: Output): unknown {
  if (output === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (output === 'binary') return bytes.buffer;
  const standard = base64(bytes);
  if (output === 'base64') return standard;
  const safe = standard.replaceAll('+', '-').replaceAll('/', '_');
  if (output === 'base64url') return safe;
  if (output === 'base64rawurl') return safe.replaceAll('=', '');
  throw new Error(`unknown output encoding "${String(output)}": hex, base64, base64url, base64rawurl or binary`);
}
