import type { ExecutionRow, InstanceHost, InstanceRow, ResourceRow, RunRow } from '../rows.ts';
import type { StoreReader } from '../api.ts';
import type { Database } from '../sqlite.ts';
import { RESOURCE_COLUMNS } from './resource-rows.ts';

const RUN = `select r.id, r.uid, r.campaign, t.name as target, r.seed, r.config, r.plan, r.environment, r.started_at as startedAt, r.ended_at as endedAt,
    r.state, r.exit, s.version, b.name as observer, r.shares_host as sharesHost
  from runs r join targets t on t.id = r.target join sessions s on s.id = r.session join observers b on b.id = s.observer`;

type FlatRun = Omit<RunRow, 'plan' | 'environment' | 'sharesHost'> & { plan: string; environment: string; sharesHost: number };
type FlatInstance = Omit<InstanceRow, 'host'> & { context: string | null };
type FlatExecution = Omit<ExecutionRow, 'engine'> & { name: string; version: string };

/** Runs and what belongs to one: executions, instances, resources. */
export function runReader(db: Database) {
  const byUid = db.prepare(`${RUN} where r.uid = ?`);
  const matching = db.prepare(
    `${RUN} where (@campaign is null or r.campaign = @campaign) and (@target is null or t.name = @target) and (@state is null or r.state = @state)
     order by r.started_at desc, r.id desc limit @last`,
  );
  const campaigns = db.prepare(
    `select campaign as name, count(*) as runs, min(started_at) as firstAt, max(coalesce(ended_at, started_at)) as lastAt
     from runs where campaign is not null group by campaign order by firstAt`,
  );
  const executions = db.prepare(
    `select e.id, e.run as runId, e.scenario, e.started_at as startedAt, e.ended_at as endedAt, e.state, e.exit, e.summary, i.name, i.version
     from executions e join instruments i on i.id = e.engine where e.run = ? order by e.started_at, e.id`,
  );
  const instances = db.prepare(
    'select id, run as runId, ordinal, flavour, host_key as hostKey, cpu_model as cpuModel, context from instances where run = ? order by ordinal',
  );
  const resources = db.prepare(`select ${RESOURCE_COLUMNS} from resources x where x.run = ? order by x.id`);
  return {
    run: (uid: string): RunRow | undefined => {
      const row = byUid.get(uid) as FlatRun | undefined;
      return row && wholeRun(row);
    },
    runs: ({ campaign, target, state, last }: Parameters<StoreReader['runs']>[0]): readonly RunRow[] => {
      const filter = { campaign: campaign ?? null, target: target ?? null, state: state ?? null, last: last ?? -1 };
      return (matching.all(filter) as FlatRun[]).map(wholeRun);
    },
    campaigns: () => campaigns.all() as Awaited<ReturnType<StoreReader['campaigns']>>,
    executions: (run: number): readonly ExecutionRow[] =>
      (executions.all(run) as FlatExecution[]).map(({ name, version, ...row }) => ({ ...row, engine: { name, version } })),
    instances: (run: number): readonly InstanceRow[] =>
      (instances.all(run) as FlatInstance[]).map(({ context, ...row }) => ({ ...row, host: instanceHost(context) })),
    resources: (run: number) => resources.all(run) as readonly ResourceRow[],
  };
}

function wholeRun({ plan, environment, sharesHost, ...row }: FlatRun): RunRow {
  return {
    ...row,
    plan: JSON.parse(plan) as RunRow['plan'],
    environment: JSON.parse(environment) as RunRow['environment'],
    sharesHost: sharesHost === 1,
  };
}

/** Part of what an instance told as JSON; null where a part is missing. */
function instanceHost(context: string | null): InstanceHost | null {
  try {
    const { cpus, memoryBytes, kernel, virtualisation } = JSON.parse(context ?? '') as Partial<InstanceHost>;
    if (cpus === undefined || memoryBytes === undefined || kernel === undefined || virtualisation === undefined) return null;
    return { cpus, memoryBytes, kernel, virtualisation };
  } catch {
    return null;
  }
}
