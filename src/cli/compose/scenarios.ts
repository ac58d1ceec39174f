import { join } from 'node:path';
import type { TargetConfig } from '../../config/types.ts';
import { PACKAGE_ROOT } from '../../core/entry.ts';
import { HarnessError } from '../../core/errors.ts';
import type { ScenarioPlan } from '../../run/ports.ts';

/** The scenarios that Evenkeel ships, in the order in which a run carries them out. */
export const SHIPPED = ['provision', 'cpu', 'io', 'dns', 'api'] as const;
export type Shipped = (typeof SHIPPED)[number];

/** Which probes a watching scenario looks after. */
const WATCHES: Readonly<Record<string, readonly string[]>> = { dns: ['dns'], api: ['http', 'tcp'] };

export function parseScenarios(text: string): readonly Shipped[] {
  return text.split(',').map((name) => {
    const known = SHIPPED.find((shipped) => shipped === name.trim());
    if (known === undefined) {
      throw new HarnessError('unknown-scenario', `There is no scenario "${name.trim()}"`, {
        hint: `There is ${SHIPPED.join(', ')}; a script of your own is named as a file: evenkeel run my-script.ts`,
      });
    }
    return known;
  });
}

export interface ScenarioOptions {
  readonly target: TargetConfig;
  readonly chosen: readonly Shipped[];
  readonly instances: number;
  readonly jobs: { readonly [kind: string]: number };
  readonly limitMs: number;
  readonly workDir: string;
}

/** The executions of one run. A scenario that has nothing to do here is left out. */
export function planScenarios({ target, chosen, instances, jobs, limitMs, workDir }: ScenarioOptions): readonly ScenarioPlan[] {
  const rents = target.provider !== undefined && chosen.some((name) => name === 'provision' || jobs[name] !== undefined);
  return SHIPPED.flatMap((name): ScenarioPlan[] => {
    const base = {
      name,
      script: join(PACKAGE_ROOT, 'scenarios', `${name}.ts`),
      usesGateway: true,
      promises: [] as string[],
      limitMs,
      workDir: join(workDir, name),
    };
    const limit = { EVK_LIMIT_S: String(Math.ceil(limitMs / 1000)) };
    // Jobs need instances: provisioning goes with them.
    if (name === 'provision') return rents ? [{ ...base, role: 'provision', env: { ...limit, EVK_INSTANCES: String(instances) } }] : [];
    if (!chosen.includes(name)) return [];
    const count = jobs[name];
    if (count !== undefined)
      return rents && count > 0 ? [{ ...base, role: 'jobs', jobKind: name, env: { ...limit, EVK_JOBS: String(count) } }] : [];
    const probes = Object.values(target.probes).filter((probe) => WATCHES[name]?.includes(probe.kind));
    if (probes.length === 0) return [];
    const every = probes.map((probe) => String(probe.everyMs)).join(',');
    return [{ ...base, role: 'watch', env: { ...limit, EVK_PROBES: probes.map((probe) => probe.name).join(','), EVK_EVERY_MS: every } }];
  });
}
