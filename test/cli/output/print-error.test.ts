import { describe, expect, it } from 'vitest';
import { printError } from '../../../src/cli/output/print-error.ts';
import { ERRORS, HarnessError, type ErrorCode } from '../../../src/core/errors.ts';

const same = (text: string): string => text;
const hide = (text: string): string => text.replaceAll('canary', '[redacted]');

function printed(error: unknown, redact = same): { readonly exit: number; readonly text: string } {
  let text = '';
  const exit = printError(error, (part) => (text += part), redact);
  return { exit, text };
}

describe('printError', () => {
  it.each(Object.entries(ERRORS) as [ErrorCode, number][])('ends %s with its exit code and without a stack', (code, exit) => {
    const cause = new Error('ENOENT');
    expect(printed(new HarnessError(code, 'It broke', { hint: 'Mend it.', place: '/a:1:1', cause }))).toEqual({
      exit,
      text: 'error: /a:1:1: It broke. Mend it.\n',
    });
  });

  it('takes everything else for a bug, with its stack', () => {
    const { exit, text } = printed(new TypeError('x is not a function'));
    expect(exit).toBe(70);
    expect(text).toMatch(/^error: this is a bug in Evenkeel, please report it with these lines\.\nTypeError: x is not a function\n {4}at /);
    expect(printed('thrown text')).toEqual({
      exit: 70,
      text: 'error: this is a bug in Evenkeel, please report it with these lines.\nthrown text\n',
    });
  });

  it('passes everything through the redactor', () => {
    for (const error of [new HarnessError('usage', 'a canary', { hint: 'canary', place: '/canary' }), new Error('canary'), 'canary']) {
      const { text } = printed(error, hide);
      expect(text).toContain('[redacted]');
      expect(text).not.toContain('canary');
    }
  });
});
