import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lacks } from '../needs.ts';
import { makeHome, processesOf, smallTarget, type Home } from './evenkeel.ts';

// Long enough that each stage can be met; nothing waits for a job that was cut off.
const config = smallTarget({ drive: '32MiB', jobs: '{ cpu: { count: 30, events: 3000 }, io: { count: 3, bytes: 4MiB } }' });
let home: Home;
afterEach(() => {
  for (const { pid } of processesOf(home.folder)) process.kill(pid, 'SIGKILL');
  home.remove();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function goneWithin(ms: number): Promise<readonly string[]> {
  const end = performance.now() + ms;
  let left = processesOf(home.folder);
  while (left.length > 0 && performance.now() < end) {
    await pause(50);
    left = processesOf(home.folder);
  }
  return left.map(({ argv }) => argv);
}

describe.skipIf(lacks('/proc', existsSync('/proc/self/stat')))('kill -9', () => {
  it.each([
    ['while it rents', 'provision', 400],
    ['while jobs run', 'cpu', 1_500],
    ['at once', '', 0],
  ])(
    '%s leaves nothing alive; the next start releases what was rented and keeps what was measured',
    async (_when, stage, ms) => {
      home = makeHome(config);
      const first = home.start(['run', '--engine', 'embedded']);
      if (stage !== '') await first.said(stage);
      await pause(ms);
      const watched = stage === 'cpu' ? await home.newest() : undefined;
      first.child.kill('SIGKILL');
      expect((await first.ended).signal).toBe('SIGKILL');
      expect(await goneWithin(2_000)).toEqual([]);

      const second = await home.evenkeel(['run', '--engine', 'embedded', '--jobs', '3']);
      expect(second, second.stderr).toMatchObject({ exit: 0 });
      expect(second.stdout).toContain('created 3, verified gone 3');
      await home.read(async (reader) => {
        const runs = await reader.runs({});
        expect(runs.filter(({ state }) => state === 'done')).toHaveLength(1);
        // Killed before its run was begun, it left none.
        expect(runs.filter(({ state }) => state !== 'done').map(({ state }) => state)).toEqual(
          stage === '' ? expect.any(Array) : ['aborted'],
        );
        expect(await reader.openResources()).toEqual([]);
        if (watched === undefined) return;
        const now = await reader.facts(watched.runs.map(({ uid }) => uid));
        expect(watched.observations.length).toBeGreaterThan(10);
        expect(now.observations.map(({ id }) => id)).toEqual(expect.arrayContaining(watched.observations.map(({ id }) => id)));
        expect(now.samples.length).toBeGreaterThanOrEqual(watched.samples.length);
      });
      // Not a drive, not a home folder of an instance is left of the dead run; nor its bundles.
      expect(readdirSync(join(home.folder, 'var', 'work'))).toEqual([]);
      expect(await goneWithin(2_000)).toEqual([]);
    },
    60_000,
  );

  it('of one run leaves the run of another living process alone', async () => {
    home = makeHome(config);
    const living = home.start(['run', '--engine', 'embedded', '--jobs', '6']);
    await living.said('cpu');
    const dying = home.start(['run', '--engine', 'embedded']);
    await dying.said('cpu');
    dying.child.kill('SIGKILL');
    await dying.ended;
    const third = await home.evenkeel(['run', '--engine', 'embedded', '--jobs', '3']);
    expect(third, third.stderr).toMatchObject({ exit: 0 });
    const ended = await living.ended;
    expect(ended, ended.stderr).toMatchObject({ exit: 0 });
    expect(ended.stdout).toContain('created 3, verified gone 3');
    await home.read(async (reader) => {
      expect((await reader.runs({})).map(({ state }) => state).toSorted()).toEqual(['aborted', 'done', 'done']);
      expect(await reader.openResources()).toEqual([]);
    });
  }, 90_000);
});

describe('the first Ctrl-C', () => {
  it.each(['provision', 'cpu'])(
    'during %s releases everything, writes the report and exits 130',
    async (stage) => {
      home = makeHome(config);
      const { child, ended, said } = home.start(['run', '--engine', 'embedded']);
      await said(stage);
      await pause(stage === 'cpu' ? 1_000 : 300);
      child.kill('SIGINT');
      const end = await ended;
      expect(end, end.stderr).toMatchObject({ exit: 130 });
      expect(await goneWithin(1_000)).toEqual([]);
      await home.read(async (reader) => {
        expect((await reader.runs({})).map(({ state }) => state)).toEqual(['aborted']);
        expect(await reader.openResources()).toEqual([]);
        const [run] = await reader.runs({});
        const { observations } = await reader.facts([run?.uid ?? '']);
        // What was cut off is no failure of the target.
        expect(observations.filter(({ outcome, subjectKind }) => outcome === 'failed' && subjectKind !== 'api_call')).toEqual([]);
      });
      expect(home.report().markdown).toContain('aborted');
    },
    60_000,
  );
});
