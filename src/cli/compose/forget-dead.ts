import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/types.ts';
import type { StoreWriter } from '../../store/api.ts';

/** Runs of dead sessions are marked aborted, and their bundles, logs and raw samples go. */
export async function forgetDead(config: Config, writer: StoreWriter, at: number): Promise<void> {
  for (const uid of (await writer.buryDead(at)).runs) rmSync(workFolder(config, uid), { recursive: true, force: true });
}

/** Where a run keeps what it needs while it lasts. */
export function workFolder(config: Config, uid: string): string {
  return join(dirname(config.store), 'work', uid);
}
