import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/cli/compose/kinds.ts';
import { configReference } from '../../src/config/reference.ts';
import { cronProblem } from '../../src/schedule/cron.ts';

describe('docs/configuration.md', () => {
  it('is what the schema says', async () => {
    await expect(configReference(KINDS, { cronProblem })).toMatchFileSnapshot('../../docs/configuration.md');
  });
});
