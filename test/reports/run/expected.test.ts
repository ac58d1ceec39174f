import { describe, expect, it } from 'vitest';
import { runModel } from '../../../reports/run/model.ts';
import { expectedTable } from '../../../reports/run/sections/expected.ts';
import type { RunFacts } from '../../../src/store/rows.ts';
import { markdownOf } from '../documents.ts';
import { makeFacts } from '../make-facts.ts';
import { CONTEXT } from '../plants.ts';

const linesOf = (facts: RunFacts): readonly string[] =>
  markdownOf({ title: 'x', blocks: [expectedTable([{ name: null, model: runModel(facts, CONTEXT) }])] })
    .text.split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| :'));
const lineOf = (facts: RunFacts, start: string): string => linesOf(facts).find((line) => line.startsWith(start)) ?? '';
/** The probe of the API as if it were of another kind. */
const probing = (kind: string, facts: RunFacts): RunFacts => ({
  ...facts,
  observations: facts.observations.map((row) =>
    row.subjectKey === 'api' ? { ...row, instrument: { ...row.instrument, name: `${kind}-probe` } } : row,
  ),
});

describe('what was expected and what was found', () => {
  const facts = makeFacts({ seed: 11 });

  it('says not tested of what no probe looks at', () => {
    for (const of of ['Firewall', 'Backup', 'Web interface'])
      expect(lineOf(facts, `| ${of} |`)).toMatch(/\| not tested: no probe .* \| not tested \|$/);
  });

  it('counts the instances that proved their context', () => {
    expect(lineOf(facts, '| Context |')).toMatch(/\| proved by 3 of 3 instances \| yes \|$/);
    const late = {
      ...facts,
      observations: facts.observations.map((row) =>
        row.subjectKind === 'phase' && row.instanceId === 102 ? { ...row, outcome: 'failed' as const, code: 'no_context' } : row,
      ),
    };
    expect(lineOf(late, '| Context |')).toMatch(
      /\| proved by 2 of 3 instances; attempts at which it did not arrive: 1 \(`no_context`\) \| not always \|$/,
    );
    const broken = {
      ...late,
      observations: late.observations.map((row) => (row.code === 'no_context' ? { ...row, code: 'timeout' } : row)),
    };
    expect(lineOf(broken, '| Context |')).toMatch(/\| proved by 2 of 3 instances \| where it came so far \|$/);
    expect(lineOf({ ...facts, instances: [] }, '| Context |')).toContain('not tested: no instance was rented');
  });

  it('tells of each probe of a kind how often it was so', () => {
    const sometimes = makeFacts({ seed: 11, failEvery: 31 });
    expect(lineOf(probing('tcp', facts), '| Open port: `api`')).toMatch(/\| so in 93 of 93 looks \| yes \|$/);
    expect(lineOf(probing('firewall', sometimes), '| Firewall: `api`')).toMatch(/\| so in 90 of 93 looks \| not always \|$/);
    expect(lineOf(probing('firewall', sometimes), '| Firewall |')).toBe('');
    expect(lineOf(facts, '| Open port')).toBe('');
  });
});
