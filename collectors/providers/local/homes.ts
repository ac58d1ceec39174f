import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess, type ProcessIdentity } from '../../../src/core/process-identity.ts';

/**
 * Each provider process keeps its resources in a home of its own, named after that process, so that several can share
 * one folder. What a dead one left is taken over by renaming its home: of several takers one wins.
 */
export interface Homes {
  /** This process's first home; exists. */
  readonly own: string;
  /** Takes over what dead processes left; gives the new paths. */
  adopt(): Promise<readonly string[]>;
}

export async function openHomes(stateDir: string, self: ProcessIdentity): Promise<Homes> {
  const root = join(stateDir, 'homes');
  const prefix = ownerKey(self);
  let next = 0;
  const fresh = (): string => join(root, `${prefix}-${next++}`);
  const own = fresh();
  await mkdir(own, { recursive: true, mode: 0o700 });
  return {
    own,
    adopt: async () => {
      const adopted: string[] = [];
      for (const name of await readdir(root)) {
        if (name.startsWith(`${prefix}-`) || (await isOwned(name))) continue;
        const path = fresh();
        try {
          await rename(join(root, name), path);
          adopted.push(path);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        }
      }
      return adopted;
    },
  };
}

/** Removes a home that holds nothing any more. */
export async function leaveHome(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

function ownerKey(identity: ProcessIdentity): string {
  const life = createHash('sha256').update(`${identity.started}\n${identity.boot}`).digest('hex').slice(0, 16);
  return `${identity.pid}-${life}`;
}

async function isOwned(name: string): Promise<boolean> {
  const match = /^(\d+)-[0-9a-f]{16}-\d+$/.exec(name);
  // A folder that is not ours to judge.
  if (match === null) return true;
  const owner = await identifyProcess(Number(match[1]));
  return owner !== undefined && name.startsWith(`${ownerKey(owner)}-`);
}
