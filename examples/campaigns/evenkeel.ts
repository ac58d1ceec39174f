import { HarnessError } from '../../src/core/errors.ts';
import { startEvenkeel, type Ended, type Started } from '../../test/e2e/start-evenkeel.ts';

/** Runs the command to its end in the folder. Throws unless its exit code is 0. */
export function evenkeel(folder: string, args: readonly string[]): Promise<Ended> {
  return ended(startEvenkeel(folder, args), args);
}

/** `data` of what the command prints with --json. */
export async function evenkeelJson<Data>(folder: string, args: readonly string[]): Promise<Data> {
  const { stdout } = await evenkeel(folder, ['--json', ...args]);
  return (JSON.parse(stdout) as { readonly data: Data }).data;
}

export async function ended(started: Started, args: readonly string[]): Promise<Ended> {
  const result = await started.ended;
  if (result.exit === 0) return result;
  throw new HarnessError(
    'engine-failed',
    `evenkeel ${args.join(' ')} ended with ${result.exit ?? result.signal}\n${result.stderr}${result.stdout}`,
  );
}
