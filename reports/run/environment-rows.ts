import { constant, claim, count } from '../claim.ts';
import { code } from '../blocks.ts';
import type { Inline } from '../document.ts';
import { formatQuantity } from '../quantity.ts';
import type { RunModel } from './model.ts';

/** One distinct value of a row: `key` tells whether two sides are equal. */
export interface EnvironmentValue {
  readonly key: string;
  readonly words: readonly Inline[];
}

export interface EnvironmentRow {
  readonly title: string;
  /** Empty: the store holds nothing of it. */
  readonly values: (model: RunModel) => readonly EnvironmentValue[];
}

/** The design, then what was rented, then the harness and its tools. */
export const ENVIRONMENT_ROWS: readonly EnvironmentRow[] = [
  { title: 'Runs', values: ({ runs }) => [{ key: '', words: [count(runs.length, { rows: 'runs', runs })] }] },
  { title: 'Instances a run', values: (model) => planned(model, '', ({ instances }) => instances) },
  { title: 'Jobs a run', values: plannedJobs },
  { title: 'Probes', values: plannedProbes },
  { title: 'Target', values: ({ facts }) => named(facts.runs.map(({ target }) => target)) },
  { title: 'Provider', values: (model) => rented(model, ({ kind }) => kind) },
  { title: 'Access layer', values: (model) => rented(model, ({ adapter }) => `adapter ${adapter.name} ${adapter.version}`) },
  { title: 'Flavour', values: ({ facts }) => named(facts.instances.map(({ flavour }) => flavour)) },
  { title: 'Image', values: (model) => rented(model, ({ image }) => image) },
  {
    title: 'Drive',
    values: (model) => rented(model, ({ driveBytes }) => (driveBytes === null ? 'none' : formatQuantity(driveBytes, 'bytes'))),
  },
  { title: 'CPU model × instances', values: cpuModels },
  { title: 'CPUs of an instance', values: (model) => ofInstances(model, ({ cpus }) => `${cpus} CPUs`) },
  { title: 'Memory of an instance', values: (model) => ofInstances(model, ({ memoryBytes }) => formatQuantity(memoryBytes, 'bytes')) },
  { title: 'Kernel of an instance', values: (model) => ofInstances(model, ({ kernel }) => kernel) },
  { title: 'Virtualisation', values: (model) => ofInstances(model, ({ virtualisation }) => virtualisation) },
  {
    title: 'Harness',
    values: ({ facts }) =>
      named(
        facts.runs.map(({ environment: { cpuModel, cpus, memoryBytes } }) =>
          [cpuModel, `${cpus} CPUs`, formatQuantity(memoryBytes, 'bytes')].join(', '),
        ),
      ),
  },
  { title: 'Kernel of the harness', values: ({ facts }) => named(facts.runs.map(({ environment }) => environment.kernel)) },
  {
    title: 'Virtualisation of the harness',
    values: ({ facts }) => named(facts.runs.flatMap(({ environment: { virtualisation } }) => virtualisation ?? [])),
  },
  {
    title: 'Tools',
    values: ({ facts }) => named(facts.runs.flatMap(({ environment: { tools } }) => Object.entries(tools).map(joinedPair))),
  },
  { title: 'Node.js', values: ({ facts }) => named(facts.runs.map(({ environment }) => environment.node)) },
  { title: 'Engine', values: ({ facts }) => named(facts.executions.map(({ engine }) => `${engine.name} ${engine.version}`)) },
  { title: 'Evenkeel', values: ({ facts }) => named(facts.runs.map(({ version }) => version)) },
  { title: 'Seen from', values: ({ facts }) => named(facts.runs.map(({ observer }) => observer)) },
  { title: 'Instruments of jobs', values: (model) => instruments(model, 'job') },
  { title: 'Instruments of probes', values: (model) => instruments(model, 'probe') },
];

function joinedPair([name, value]: readonly [string, string]): string {
  return `${name} ${value}`;
}

/** Each name once, in order, as somebody else's word. */
function named(names: readonly string[]): readonly EnvironmentValue[] {
  return [...new Set(names)].toSorted().map((name) => ({ key: name, words: [code(name)] }));
}

type Rented = NonNullable<RunModel['facts']['runs'][number]['plan']['rented']>;
type Host = NonNullable<RunModel['facts']['instances'][number]['host']>;

function rented({ facts }: RunModel, pick: (rented: Rented) => string): readonly EnvironmentValue[] {
  return named(facts.runs.flatMap(({ plan }) => (plan.rented === undefined ? [] : [pick(plan.rented)])));
}

function ofInstances({ facts }: RunModel, pick: (host: Host) => string): readonly EnvironmentValue[] {
  return named(facts.instances.flatMap(({ host }) => (host === null ? [] : [pick(host)])));
}

function instruments({ facts }: RunModel, kind: 'job' | 'probe'): readonly EnvironmentValue[] {
  return named(facts.observations.flatMap(({ subjectKind, instrument }) => (subjectKind === kind ? [instrument.comparable] : [])));
}

/** Each planned number once, told of the first run that has it. */
function planned(model: RunModel, job: string, pick: (plan: RunModel['facts']['runs'][number]['plan']) => number): EnvironmentValue[] {
  const first = new Map<number, string>();
  for (const { plan, uid } of model.facts.runs) if (!first.has(pick(plan))) first.set(pick(plan), uid);
  return [...first]
    .toSorted(([a], [b]) => a - b)
    .map(([value, uid]) => {
      const recipe = { statistic: 'planned', of: { rows: 'runs', runs: [uid] }, ...(job === '' ? {} : { parameters: { job } }) } as const;
      return { key: `${job} ${value}`, words: [...(job === '' ? [] : [code(job), ' ']), claim(value, 'count', recipe)] };
    });
}

function plannedJobs(model: RunModel): readonly EnvironmentValue[] {
  const kinds = [...new Set(model.facts.runs.flatMap(({ plan }) => Object.keys(plan.jobs)))].toSorted();
  return kinds.flatMap((kind) => planned(model, kind, ({ jobs }) => (Object.hasOwn(jobs, kind) ? (jobs[kind] ?? 0) : 0)));
}

function plannedProbes({ facts }: RunModel): readonly EnvironmentValue[] {
  const each = facts.runs.flatMap(({ plan }) => Object.entries(plan.probes).map(([name, { everyMs }]) => [name, everyMs] as const));
  const distinct = new Map(each.map((probe) => [JSON.stringify(probe), probe]));
  return [...distinct]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, [name, everyMs]]) => ({
      key,
      words: [code(name), ' every ', constant(everyMs / 1000, 'seconds', `interval of probe ${name} in the plan`)],
    }));
}

/** How many instances have which model; those that told none are not in it. */
function cpuModels({ facts, runs }: RunModel): readonly EnvironmentValue[] {
  const models = [...new Set(facts.instances.flatMap(({ cpuModel }) => cpuModel ?? []))].toSorted();
  return models.map((model) => {
    const n = facts.instances.filter(({ cpuModel }) => cpuModel === model).length;
    return { key: model, words: [code(model), ' × ', count(n, { rows: 'instances', runs, kind: model })] };
  });
}
