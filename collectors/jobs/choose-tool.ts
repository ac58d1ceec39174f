import type { InstanceTools } from '../../src/core/job.ts';

/** The first major version whose arguments and output these jobs know. */
const OLDEST_MAJOR: { readonly [tool in 'sysbench' | 'fio']: number } = { sysbench: 1, fio: 3 };

/**
 * The tool to use. `auto`: the standard one where the instance has it, else the portable payload, which needs only a Node.js.
 * `undefined`: the instance has none that was asked for.
 */
export function chooseTool<T extends 'sysbench' | 'fio'>(
  asked: 'auto' | T | 'portable',
  standard: T,
  tools: InstanceTools,
): T | 'portable' | undefined {
  const version = tools.versions[standard];
  const hasStandard = version !== undefined && Number.parseInt(version, 10) >= OLDEST_MAJOR[standard];
  if (asked !== 'portable' && hasStandard) return standard;
  if (asked !== standard && tools.facts.node !== undefined) return 'portable';
  return undefined;
}
