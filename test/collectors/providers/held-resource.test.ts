import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { change, forget, hold } from '../../../collectors/providers/local/held-resource.ts';
import type { LocalResource } from '../../../collectors/providers/local/resource-files.ts';

const drive = { id: 'd1', kind: 'drive', name: 'evk-a-b-d1', status: 'cloning', expires_at: null, drive: null } as unknown as LocalResource;
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'evenkeel-held-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('a resource whose place cannot be written for a while', () => {
  it('says so, is written again afterwards, and can be forgotten', async () => {
    const blocker = join(home, 'resources');
    await writeFile(blocker, 'in the way');
    const held = hold(home, drive);
    await expect(change(held, { ...drive, status: 'unmounted' })).rejects.toThrow('EEXIST');
    expect(held.value.status).toBe('unmounted');
    await rm(blocker);
    await change(held, { ...drive, status: 'removing' });
    expect(await readdir(blocker)).toEqual(['d1.json']);
    await forget(held);
    expect(await readdir(blocker)).toEqual([]);
  });

  it('can be forgotten also while it cannot be written', async () => {
    await writeFile(join(home, 'resources'), 'in the way');
    const held = hold(home, drive);
    await expect(change(held, drive)).rejects.toThrow('EEXIST');
    await rm(join(home, 'resources'));
    await expect(forget(held)).resolves.toBeUndefined();
  });
});
