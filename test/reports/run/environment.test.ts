import { describe, expect, it } from 'vitest';
import type { Document, TableBlock } from '../../../reports/document.ts';
import { runModel } from '../../../reports/run/model.ts';
import { changedRows, environmentTable } from '../../../reports/run/sections/environment.ts';
import type { Side } from '../../../reports/run/side.ts';
import type { RunFacts } from '../../../src/store/rows.ts';
import { markdownOf } from '../documents.ts';
import { makeFacts } from '../make-facts.ts';
import { BEFORE, CONTEXT } from '../plants.ts';

const facts = makeFacts({ ...BEFORE, runs: 2 });
const upgraded: RunFacts = {
  ...facts,
  runs: facts.runs.map((run) => ({ ...run, plan: { ...run.plan, instances: 5, jobs: { cpu: 40 } } })),
  instances: facts.instances.map((instance, index) => ({
    ...instance,
    cpuModel: index === 0 ? 'Old CPU' : 'New CPU',
    host: instance.host && { ...instance.host, kernel: 'Linux 6.12' },
  })),
};
/** As runs of an older version are: nothing of what was rented, nothing of the machines. */
const untold: RunFacts = {
  ...facts,
  runs: facts.runs.map((run) => {
    const { rented: _rented, ...plan } = run.plan;
    const { virtualisation: _virtualisation, ...environment } = run.environment;
    return { ...run, plan, environment };
  }),
  instances: facts.instances.map((instance) => ({ ...instance, host: null, cpuModel: null })),
};
const side = (name: string | null, rows: RunFacts): Side => ({ name, model: runModel(rows, CONTEXT) });

function rowsOf(table: TableBlock): ReadonlyMap<string, string> {
  const document: Document = { title: 'x', blocks: [table] };
  const lines = markdownOf(document)
    .text.split('\n')
    .filter((line) => line.startsWith('| '));
  return new Map(lines.map((line) => [line.split(' | ')[0]?.slice(2) ?? '', line]));
}

describe('the table of design and environment', () => {
  it('marks by a word what differs from the first side, and nothing else', () => {
    const sides = [side('before', facts), side('after', upgraded)];
    const changed = ['Instances a run', 'Jobs a run', 'CPU model × instances', 'Kernel of an instance'];
    expect(changedRows(sides)).toEqual(changed);
    const rows = rowsOf(environmentTable(sides));
    expect([...rows].filter(([, line]) => line.includes('**changed**')).map(([title]) => title)).toEqual(changed);
    expect(rows.get('Instances a run')).toBe('| Instances a run | 3 | 5 – **changed** |');
    expect(rows.get('CPU model × instances')).toBe(
      '| CPU model × instances | `Example CPU 3.0 GHz` × 6 | `New CPU` × 5, `Old CPU` × 1 – **changed** |',
    );
    expect(rows.get('Jobs a run')).toBe('| Jobs a run | `cpu` 21, `io` 21 | `cpu` 40 – **changed** |');
  });

  it('calls what the store does not hold not recorded, which is no change', () => {
    const sides = [side('before', untold), side('after', facts)];
    expect(changedRows(sides)).toEqual([]);
    const rows = rowsOf(environmentTable(sides));
    expect(rows.get('Provider')).toBe('| Provider | not recorded | `local` |');
    expect(rows.get('Virtualisation')).toBe('| Virtualisation | not recorded | `none` |');
    expect(rows.get('Flavour')).toBe('| Flavour | `small` | `small` |');
  });

  it('marks a reference against the first side too, and a single side never', () => {
    expect(changedRows([side('before', facts), side('after', facts), side('reference', upgraded)])).toContain('Kernel of an instance');
    expect(changedRows([side(null, upgraded)])).toEqual([]);
    expect(rowsOf(environmentTable([side(null, facts)])).get('Drive')).toBe('| Drive | `67.11 MB` |');
  });
});
