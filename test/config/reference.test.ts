import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/cli/compose/kinds.ts';
import { configReference } from '../../src/config/reference.ts';
import { cronProblem } from '../../src/schedule/cron.ts';

describe('docs/configuration.md', () => {
  it('is what the schema says', async () => {
    await expect(configReference(KINDS, { cronProblem })).toMatchFileSnapshot('../../docs/configuration.md');
  });

  it('explains every key, all in snake_case, with defaults that may be written so', () => {
    const rows = [...configReference(KINDS, { cronProblem }).matchAll(/^\| `(.+?)` \| (.+?) \| (.*?) \| (.*) \|$/gm)];
    expect(rows.length).toBeGreaterThan(60);
    for (const [line, key, type, preset, what] of rows) {
      expect(what, line).not.toBe('');
      expect(key?.replaceAll(/\b(?:NAME|KIND)\b/g, ''), line).not.toMatch(/[A-Z]/);
      if (type === 'size' || type === 'duration') expect(preset, line).toMatch(/^$|^required$|^`\d+[A-Za-z]+`$/);
    }
  });
});
