import type { Environment } from '../../../src/core/plan.ts';
import { code, heading, joined, list, paragraph, table } from '../../blocks.ts';
import { claim, constant, count, statistic } from '../../claim.ts';
import type { Block, Inline, Selection } from '../../document.ts';
import { formatQuantity } from '../../quantity.ts';
import type { JobCount, RunModel } from '../model.ts';

/** The design, what became of it, and what it was measured with. */
export function measured(model: RunModel): readonly Block[] {
  const { facts, runs, jobs } = model;
  const ended = facts.runs.every(({ endedAt }) => endedAt !== null);
  const took = facts.runs.reduce((sum, { startedAt, endedAt }) => sum + ((endedAt ?? startedAt) - startedAt) / 1e6, 0);
  const length: readonly Inline[] =
    ended && runs.length === 1 ? [', in ', statistic(took, 'seconds', 'span_seconds', { rows: 'runs', runs })] : [];
  const instances = facts.runs.reduce((sum, { plan }) => sum + plan.instances, 0);
  const titles = ['Kind of job', 'Planned>', 'Done>', 'Failed>', 'Aborted>', 'Missed>'];
  return [
    heading(1, 'What was measured', 'measured'),
    paragraph(
      'Planned: ',
      claim(instances, 'count', { statistic: 'planned', of: { rows: 'runs', runs } }),
      ' instances; rented: ',
      count(facts.instances.length, { rows: 'instances', runs }),
      '. The jobs are dealt out evenly beforehand and run one at a time on a host',
      ...length,
      '.',
    ),
    jobs.length === 0
      ? paragraph('Jobs: not measured, because the plan has none.')
      : table(
          'jobs-table',
          ['What became of the jobs. Missed: planned and never begun.'],
          titles,
          jobs.map((job) => jobRow(job, runs)),
        ),
    ...probes(model),
    ...executions(model),
    heading(2, 'Environment', 'environment'),
    list(environment(model)),
  ];
}

function jobRow({ kind, planned, done, failed, unknown, missed }: JobCount, runs: readonly string[]): readonly (readonly Inline[])[] {
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

function probes({ facts }: RunModel): readonly Block[] {
  const planned = new Map(facts.runs.flatMap(({ plan }) => Object.entries(plan.probes)));
  if (planned.size === 0) return [paragraph('Probes: not measured, because the plan has none.')];
  const each = [...planned]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { everyMs }]): readonly Inline[] => [
      code(name),
      ' every ',
      constant(everyMs / 1000, 'seconds', `interval of probe ${name} in the plan`),
    ]);
  return [paragraph('Probes ran throughout: ', ...joined(each, ', '), '.')];
}

function executions({ facts }: RunModel): readonly Block[] {
  if (facts.executions.length === 0) return [paragraph('Scenarios: none ran.')];
  const several = facts.runs.length > 1;
  const uids = new Map(facts.runs.map(({ id, uid }) => [id, uid]));
  const rows = facts.executions.map((execution): readonly (readonly Inline[])[] => [
    ...(several ? [[code(uids.get(execution.runId) ?? 'unknown')]] : []),
    [code(execution.scenario)],
    [code(`${execution.engine.name} ${execution.engine.version}`)],
    [execution.state.replace('_', ' ')],
    [execution.exit === null ? 'none' : code(String(execution.exit))],
  ]);
  const titles = [...(several ? ['Run'] : []), 'Scenario', 'Engine', 'State', 'Exit'];
  return [table('executions-table', ['One execution is one scenario on one engine.'], titles, rows)];
}

function environment({ facts }: RunModel): readonly (readonly Inline[])[] {
  const distinct = new Map<string, Environment>(facts.runs.map(({ environment: found }) => [JSON.stringify(found), found]));
  const models = [...new Set(facts.instances.flatMap(({ cpuModel }) => (cpuModel === null ? [] : [cpuModel])))].toSorted();
  const instruments = [
    ...new Set(facts.observations.filter(({ subjectKind }) => subjectKind === 'job').map(({ instrument }) => instrument.comparable)),
  ].toSorted();
  return [
    ...[...distinct.values()].flatMap(({ cpuModel, cpus, memoryBytes, kernel, node, tools }): readonly (readonly Inline[])[] => [
      [
        'Harness: ',
        code(cpuModel),
        ', ',
        code(`${cpus} CPUs`),
        ', ',
        code(formatQuantity(memoryBytes, 'bytes')),
        ' of memory, ',
        code(kernel),
        ', Node.js ',
        code(node),
      ],
      [
        'Tools: ',
        ...joined(
          Object.entries(tools).map(([tool, version]) => [code(`${tool} ${version}`)]),
          ', ',
          'none found',
        ),
      ],
    ]),
    [
      'CPU model of the instances: ',
      ...joined(
        models.map((model) => [code(model)]),
        ', ',
        'not known',
      ),
    ],
    [
      'Instruments of the jobs: ',
      ...joined(
        instruments.map((text) => [code(text)]),
        '; ',
      ),
    ],
  ];
}
