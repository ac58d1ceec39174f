import { code, heading, joined, paragraph, table } from '../../blocks.ts';
import { claim, constant, count, statistic } from '../../claim.ts';
import type { Block, Inline, Selection } from '../../document.ts';
import type { ExecutionRow } from '../../../src/store/rows.ts';
import type { JobCount, RunModel } from '../model.ts';
import { sideCells, sideTitles, sideWords, type Side } from '../side.ts';
import { environmentTable } from './environment.ts';

/** The design, what became of it, and what it was measured with. */
export function measured(sides: readonly Side[]): readonly Block[] {
  return [
    heading(1, 'What was measured', 'measured'),
    ...sides.map((side) => design(side)),
    paragraph('The jobs are dealt out evenly beforehand and run one at a time on a host.'),
    jobs(sides),
    ...onceWhereEqual(sides, probes),
    executions(sides),
    heading(2, 'Design and environment', 'environment'),
    environmentTable(sides),
  ];
}

/** Sides that would say the same say it once, without their names. */
function onceWhereEqual(sides: readonly Side[], say: (side: Side) => Block): readonly Block[] {
  const [first, ...others] = sides.map(({ model }) => say({ name: null, model }));
  if (first !== undefined && others.every((other) => JSON.stringify(other) === JSON.stringify(first))) return [first];
  return sides.map((side) => say(side));
}

function design(side: Side): Block {
  const { facts, runs } = side.model;
  const instances = facts.runs.reduce((sum, { plan }) => sum + plan.instances, 0);
  const of: Selection = { rows: 'runs', runs };
  const [only, ...others] = facts.runs;
  const { startedAt, endedAt } = only ?? { startedAt: 0, endedAt: null };
  const length: readonly Inline[] =
    others.length > 0 || endedAt === null ? [] : ['; the run took ', statistic((endedAt - startedAt) / 1e6, 'seconds', 'span_seconds', of)];
  return paragraph(
    ...sideWords(side),
    count(runs.length, of),
    runs.length === 1 ? ' run with ' : ' runs with ',
    claim(instances, 'count', { statistic: 'planned', of }),
    ' instances planned and ',
    count(facts.instances.length, { rows: 'instances', runs }),
    ' rented',
    ...length,
    '.',
  );
}

function jobs(sides: readonly Side[]): Block {
  const rows = sides.flatMap((side) => side.model.jobs.map((job) => sideCells(side, jobCells(job, side.model.runs))));
  if (rows.length === 0) return paragraph('Jobs: not measured, because the plan has none.');
  const titles = ['Kind of job', 'Planned>', 'Done>', 'Failed>', 'Aborted>', 'Missed>'];
  return table('jobs-table', ['What became of the jobs. Missed: planned and never begun.'], sideTitles(sides, titles), rows);
}

function jobCells({ kind, planned, done, failed, unknown, missed }: JobCount, runs: readonly string[]): readonly (readonly Inline[])[] {
  const of: Selection = { rows: 'observations', runs, subject: { kind: 'job', key: kind } };
  const parameters = { job: kind };
  return [
    [code(kind)],
    [claim(planned, 'count', { statistic: 'planned', of: { rows: 'runs', runs }, parameters })],
    [count(done, { ...of, outcomes: ['ok', 'slow'] })],
    [count(failed, { ...of, outcomes: ['failed'] })],
    [count(unknown, { ...of, outcomes: ['unknown'] })],
    [claim(missed, 'count', { statistic: 'missed', of, parameters })],
  ];
}

function probes(side: Side): Block {
  const planned = new Map(side.model.facts.runs.flatMap(({ plan }) => Object.entries(plan.probes)));
  if (planned.size === 0) return paragraph(...sideWords(side), 'Probes: not measured, because the plan has none.');
  const each = [...planned]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { everyMs }]): readonly Inline[] => [
      code(name),
      ' every ',
      constant(everyMs / 1000, 'seconds', `interval of probe ${name} in the plan`),
    ]);
  return paragraph(...sideWords(side), 'Probes ran throughout: ', ...joined(each, ', '), '.');
}

/** One row for each scenario, engine and end; several runs are counted. */
function executions(sides: readonly Side[]): Block {
  const rows = sides.flatMap((side) => executionRows(side.model).map((cells) => sideCells(side, cells)));
  if (rows.length === 0) return paragraph('Scenarios: none ran.');
  const titles = ['Scenario', 'Engine', 'State', 'Exit', 'Executions>'];
  return table('executions-table', ['One execution is one scenario on one engine.'], sideTitles(sides, titles), rows);
}

function executionRows({ facts, runs }: RunModel): readonly (readonly (readonly Inline[])[])[] {
  const groups = new Map<string, ExecutionRow[]>();
  for (const execution of facts.executions) {
    const { scenario, engine, state } = execution;
    const key = JSON.stringify([scenario, engine.name, engine.version, state]);
    groups.set(key, [...(groups.get(key) ?? []), execution]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { scenario, state } = first;
    const engine = `${first.engine.name} ${first.engine.version}`;
    const exits = [...new Set(group.map(({ exit }) => String(exit ?? 'none')))].toSorted();
    const n = count(group.length, { rows: 'executions', runs, scenario, engine, state });
    return [[[code(scenario)], [code(engine)], [state.replace('_', ' ')], [code(exits.join(', '))], [n]]];
  });
}
