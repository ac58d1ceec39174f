import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { resourceAnswer } from './api-shapes.ts';

const resource = resourceAnswer.extend({
  /** Of a server: the drive that it holds. */
  drive: z.string().nullable(),
  /** Of a running server: the leader of its process group. */
  process: z.object({ pid: z.int().positive(), started: z.string(), boot: z.string() }).optional(),
});

/** A drive or server as it stands on disk; never its user data, which holds a secret. */
export type LocalResource = z.infer<typeof resource>;

/** Durable before it returns: a crashed provider must know what it had begun. */
export async function saveResource(home: string, value: LocalResource): Promise<void> {
  const folder = join(home, 'resources');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${value.id}.json`);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(value));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await syncFolder(folder);
}

export async function forgetResource(home: string, id: string): Promise<void> {
  await rm(join(home, 'resources', `${id}.json`), { force: true });
}

/** What a home holds; a file that cannot be read as a resource is left where it is. */
export async function loadResources(home: string): Promise<readonly LocalResource[]> {
  const folder = join(home, 'resources');
  const names = await readdir(folder).catch(() => []);
  const read = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => {
        try {
          return resource.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
        } catch {
          return undefined;
        }
      }),
  );
  return read.filter((value) => value !== undefined);
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
