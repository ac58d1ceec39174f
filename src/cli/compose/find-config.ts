import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemResolvers } from '../../../collectors/probes/resolvers.ts';
import { loadConfig } from '../../config/load.ts';
import type { Config } from '../../config/types.ts';
import { PACKAGE_ROOT } from '../../core/entry.ts';
import { cronProblem } from '../../schedule/cron.ts';
import { eachResolver } from './each-resolver.ts';
import { KINDS } from './kinds.ts';

/** The named file, else evenkeel.yaml in the working folder, else the shipped one; with the resolvers that this machine has now. */
export function findConfig(named: string | undefined, cwd: string): Config {
  const here = join(cwd, 'evenkeel.yaml');
  const file = named !== undefined ? resolve(cwd, named) : existsSync(here) ? here : join(PACKAGE_ROOT, 'evenkeel.yaml');
  return eachResolver(loadConfig(file, KINDS, { cronProblem }), systemResolvers());
}
