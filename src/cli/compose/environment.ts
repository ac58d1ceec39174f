import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { hostFacts } from '../../../collectors/providers/local/host-facts.ts';
import type { Environment } from '../../core/plan.ts';

const run = promisify(execFile);

/** Tools whose version belongs to a run's environment, and how to ask. */
const TOOLS: readonly (readonly [string, readonly string[]])[] = [
  ['sysbench', ['--version']],
  ['fio', ['--version']],
  ['docker', ['--version']],
];

/** Where the harness itself runs; tools that are not there are left out. */
export async function environment(): Promise<Environment> {
  const found = await Promise.all(TOOLS.map(async ([tool, args]) => [tool, await toolVersion(tool, args)] as const));
  const { cpuModel, cpus, memoryBytes, kernel, virtualisation } = await hostFacts();
  return {
    cpuModel,
    cpus,
    memoryBytes,
    kernel,
    virtualisation,
    node: process.versions.node,
    tools: Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

/** First number with dots in what the tool prints; undefined when it is not there. */
export async function toolVersion(tool: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run(tool, [...args], { timeout: 5_000 });
    return /\d+\.\d+[\w.-]*/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}
