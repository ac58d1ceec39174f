import { describe, expect, it } from 'vitest';
import type { Block } from '../../../reports/document.ts';
import { runModel } from '../../../reports/run/model.ts';
import { rentingBars } from '../../../reports/run/renting-bars.ts';
import { toldPhasesTable } from '../../../reports/run/told-phases-table.ts';
import type { RunFacts } from '../../../src/store/rows.ts';
import { markdownOf } from '../documents.ts';
import { makeFacts } from '../make-facts.ts';
import { CONTEXT } from '../plants.ts';

const sideOf = (facts: RunFacts) => ({ name: null, model: runModel(facts, CONTEXT) });
const textOf = (block: Block): string => markdownOf({ title: 'x', blocks: [block] }).text;

describe('the bars of renting', () => {
  const facts = makeFacts({ seed: 14, slowClone: 10 });
  const [figure] = rentingBars(sideOf(facts));
  const parts = (figure?.rows ?? []).filter(({ row }) => row === 'part');

  it('are one an instance, its phases without a gap between them, as long as they took', () => {
    for (const instance of ['1', '2', '3']) {
      const own = parts.filter((part) => part['instance'] === instance);
      expect(own.map(({ phase }) => phase)).toEqual(['clone', 'create', 'start', 'reachable', 'context']);
      expect(own[0]?.['from']).toBe(0);
      expect(own.slice(1).map(({ from }) => from)).toEqual(own.slice(0, -1).map(({ to }) => to));
      const took = facts.samples
        .filter(({ metric, instanceId }) => metric === 'instance_phase_duration_seconds' && instanceId === 100 + Number(instance))
        .reduce((sum, { value }) => sum + (value ?? 0), 0);
      expect(own.at(-1)?.['to']).toBeCloseTo(took, 12);
    }
  });

  it('name what stands out at the end of its bar', () => {
    expect(parts.filter(({ outlier }) => outlier)).toMatchObject([{ instance: '2', phase: 'clone' }]);
    const end = parts.findLast(({ instance }) => instance === '2')?.['to'];
    expect(figure?.rows.filter(({ row }) => row === 'named')).toEqual([{ row: 'named', instance: '2', phase: 'clone', to: end }]);
  });

  it('are the slowest forty where there are more, and none where nothing was rented', () => {
    const [many] = rentingBars(sideOf(makeFacts({ seed: 2, instances: 60, jobs: 2, slowClone: 10 })));
    expect(new Set(many?.rows.map(({ instance }) => instance)).size).toBe(40);
    expect(many?.rows[0]).toMatchObject({ instance: '2' });
    expect(rentingBars(sideOf({ ...facts, samples: [] }))).toEqual([]);
  });
});

describe("the provider's own times", () => {
  it('stand beside ours', () => {
    const text = textOf(toldPhasesTable([sideOf(makeFacts({ seed: 14 }))]));
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('| `'))
        .map((line) => line.split(' | ')[0]),
    ).toEqual(['| `clone`', '| `create`', '| `start`']);
  });

  it('are said to be missing where it tells none', () => {
    const facts = makeFacts({ seed: 14 });
    const ours = { ...facts, samples: facts.samples.filter(({ metric }) => metric !== 'provider_phase_duration_seconds') };
    expect(textOf(toldPhasesTable([sideOf(ours)]))).toContain('The provider reports no times of its own.');
  });
});
