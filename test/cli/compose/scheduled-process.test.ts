import { describe, expect, it } from 'vitest';
import { argumentsOf } from '../../../src/cli/compose/scheduled-process.ts';

const base = { name: 'weekly', cron: '0 6 * * mon', timeZone: 'UTC', limitMs: 60_000 };
const report = { ...base, what: 'report', target: 'cloud', windowMs: 604_800_000 } as const;

describe('argumentsOf', () => {
  it.each([
    [{ ...base, what: 'check' } as const, 'check'],
    [{ ...base, what: 'run', target: 'cloud', campaign: 'nightly' } as const, '--json run --quiet --target cloud --campaign nightly'],
    [{ ...report, report: 'run' } as const, 'report run --target cloud'],
    [{ ...report, report: 'status' } as const, 'report status --target cloud --window 604800000ms'],
    [{ ...report, report: 'regression' } as const, 'report regression --target cloud'],
  ])('of %o is the command that a person would give', (entry, words) => {
    expect(argumentsOf(entry).join(' ')).toBe(words);
  });
});
