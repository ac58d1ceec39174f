import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/entry.ts';

const PARTS = ['bin', 'src', 'collectors', 'dashboards', 'reports', 'package.json', 'package-lock.json', 'tsconfig.json'];

it('compiles a fresh checkout at its first command, and leaves stdout to the command', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-fresh-'));
  try {
    for (const part of PARTS) await cp(join(PACKAGE_ROOT, part), join(folder, part), { recursive: true });
    await symlink(join(PACKAGE_ROOT, 'node_modules'), join(folder, 'node_modules'));
    const run = (): ReturnType<typeof spawnSync> =>
      spawnSync(process.execPath, [join(folder, 'bin', 'evenkeel.mjs'), '--version'], { cwd: '/', encoding: 'utf8' });
    const [first, second] = [run(), run()];
    expect([first.status, first.stdout]).toEqual([0, '0.1.0\n']);
    expect(first.stderr).toBe('Compiling Evenkeel, once …\n');
    expect([second.status, second.stdout, second.stderr]).toEqual([0, '0.1.0\n', '']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
