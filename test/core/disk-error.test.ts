import { describe, expect, it } from 'vitest';
import { diskError } from '../../src/core/disk-error.ts';
import { HarnessError } from '../../src/core/errors.ts';

const refused = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: write`), { code, ...(path === undefined ? {} : { path }) });

describe('diskError', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EROFS'])('makes %s an error a person can act on, with its place and cause', (code) => {
    const cause = refused(code, '/var/x');
    const error = diskError(cause);
    expect(error).toBeInstanceOf(HarnessError);
    expect(error).toMatchObject({ code: 'unwritable', exit: 3, place: '/var/x', cause });
    expect(diskError(refused(code))).toMatchObject({ place: undefined });
  });

  it('leaves everything else as it is', () => {
    for (const other of [refused('ENOENT'), new TypeError('x'), new HarnessError('usage', 'x'), 'text', undefined])
      expect(diskError(other)).toBe(other);
  });
});
