import { describe, expect, it } from 'vitest';
import { outageTable, codeTable } from '../../../reports/run/sections/outages.ts';
import { runModel, type RunContext } from '../../../reports/run/model.ts';
import type { Block } from '../../../reports/document.ts';
import type { RunFacts } from '../../../src/store/rows.ts';
import { markdownOf } from '../documents.ts';
import { makeFacts } from '../make-facts.ts';
import { CONTEXT } from '../plants.ts';

const textOf = (block: Block): string => markdownOf({ title: 'x', blocks: [block] }).text;
const sideOf = (facts: RunFacts, further: Partial<RunContext> = {}) => [{ name: null, model: runModel(facts, { ...CONTEXT, ...further }) }];

describe('the table of outages', () => {
  it('tells both bounds, how long, why, and from where it was seen', () => {
    const text = textOf(outageTable(sideOf(makeFacts({ seed: 12, outage: { from: 30, to: 70 } }))));
    expect(text).toContain('| Subject | First … last failed | Last ok … first ok again | Down | Cause | Seen from | Evidence |');
    expect(text).toContain(
      '| `resolver` (probe) | 2026-11-02T08:00:30.000Z … 2026-11-02T08:01:09.000Z | 2026-11-02T08:00:29.000Z … 2026-11-02T08:01:10.000Z | at least 39.00 s, at most 41.00 s | `timeout` | `desk` |',
    );
  });

  it('says where a bound is not known', () => {
    expect(textOf(outageTable(sideOf(makeFacts({ seed: 1, outage: { from: 0, to: 9 } }))))).toContain('| not seen … 2026-');
    expect(textOf(outageTable(sideOf(makeFacts({ seed: 1, outage: { from: 80, to: 999 } }))))).toContain('Z … still open |');
  });
});

describe('the table of error codes', () => {
  const intermittent = makeFacts({ seed: 13, failEvery: 10 });
  /** The provider's own operation instead of a probe fails with this code. */
  const ofClone = (code: string): RunFacts => ({
    ...intermittent,
    observations: intermittent.observations.map((row) =>
      row.subjectKind === 'api_call' && row.subjectKey === 'clone' && row.instanceId === 102 ? { ...row, outcome: 'failed', code } : row,
    ),
  });
  const lineOf = (facts: RunFacts, start: string, further: Partial<RunContext> = {}): string =>
    textOf(codeTable(sideOf(facts, further)))
      .split('\n')
      .find((line) => line.startsWith(start)) ?? '';

  it('calls nothing undocumented without a list, and says so', () => {
    const text = textOf(codeTable(sideOf(intermittent)));
    expect(text).toContain('Where no list of documented codes is configured, none can be called undocumented.');
    expect(lineOf(intermittent, '| `max_retries_exceeded`')).toContain('| no list is configured |');
  });

  it('goes by the list of the config, of the operation or of all', () => {
    const lists = (errorCodes: object): Partial<RunContext> => ({ errorCodes: { local: errorCodes } }) as Partial<RunContext>;
    expect(lineOf(intermittent, '| `max_', lists({ api: ['quota'] }))).toContain('| undocumented |');
    expect(lineOf(intermittent, '| `max_', lists({ '*': ['max_retries_exceeded'] }))).toContain('| documented |');
    expect(lineOf(intermittent, '| `max_', lists({ clone: ['max_retries_exceeded'] }))).toContain('| no list is configured |');
  });

  it('else by what the adapter documents, for calls of the provider only', () => {
    expect(lineOf(ofClone('conflict'), '| `conflict` | `clone` (API operation)')).toContain('| documented |');
    expect(lineOf(ofClone('max_wonder'), '| `max_wonder`')).toContain('| undocumented |');
    expect(lineOf(ofClone('timeout'), '| `timeout`')).toContain('| no answer, so no code of theirs |');
    expect(textOf(codeTable(sideOf(makeFacts({ seed: 13 }))))).toContain('Intermittent faults: none');
  });
});
