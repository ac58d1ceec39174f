import { HarnessError } from './errors.ts';

const WORDS: { readonly [code: string]: string } = {
  ENOSPC: 'The disk is full',
  EDQUOT: 'The disk quota is used up',
  EROFS: 'The disk is read-only',
};

/** What a disk refused is nobody's bug: as HarnessError `unwritable`, with the path where the system told one; all else unchanged. */
export function diskError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof HarnessError) return thrown;
  const { code, path } = thrown as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : WORDS[code];
  if (words === undefined) return thrown;
  return new HarnessError('unwritable', words, {
    hint: 'Free space on it, or name another place in the config (store, reports).',
    cause: thrown,
    ...(path === undefined ? {} : { place: path }),
  });
}
