import { execFile } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
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
  return {
    cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
    cpus: cpus().length,
    memoryBytes: totalmem(),
    kernel: `${type()} ${release()}`,
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
