import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRORS, HarnessError } from '../../src/core/errors.ts';

describe('the error table', () => {
  it('is the one in docs/errors.md', () => {
    const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const documented = Object.fromEntries(
      [...text.matchAll(/^\| `([a-z-]+)`\s+\| (\d+)\s+\|/gm)].map(([, code, exit]) => [code, Number(exit)]),
    );
    expect(documented).toEqual(ERRORS);
  });

  it('gives each error its exit code and keeps the cause', () => {
    const cause = new Error('why');
    const error = new HarnessError('no-baseline', 'There is none', { cause });
    expect(error).toMatchObject({ exit: 3, cause, place: undefined, hint: undefined });
  });
});
