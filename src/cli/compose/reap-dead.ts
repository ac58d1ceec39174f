import { forgetDead } from './forget-dead.ts';
import { reapTarget, type ReapTools } from './reap-target.ts';

/** Marks runs of dead processes as aborted, and releases what they, and runs that ended with leftovers, still hold. */
export async function reapDead(tools: ReapTools): Promise<void> {
  const { context, config, writer, reader } = tools;
  await forgetDead(config, writer, context.clock.now());
  const owed = (await reader.openResources()).filter(({ sessionAlive }) => !sessionAlive);
  for (const target of Object.values(config.targets)) {
    const kind = target.provider?.kind;
    if (owed.some(({ provider }) => provider === kind)) await reapTarget(tools, target, { foreign: false });
  }
}
