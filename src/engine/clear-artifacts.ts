import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACTS } from './artifacts.ts';

/** What an earlier execution left in `workDir` must not be taken for that of the next; the bundle stays, it is written anew. */
export async function clearArtifacts(workDir: string): Promise<void> {
  const { summary, samples, log, stdout } = ARTIFACTS;
  await Promise.all([summary, samples, log, stdout].map((name) => rm(join(workDir, name), { force: true })));
}
