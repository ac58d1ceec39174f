import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileRecoveries, type FileRecovery } from '../../../src/cli/compose/fault-recoveries.ts';
import { readSeries } from '../../../src/files/read-series.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { closedLoop } from '../../analysis/closed-loop.ts';
import { hasShared, SHARED_DATA } from '../../analysis/shared-data.ts';
import { temporaryFiles } from '../../files/temporary-files.ts';

/** A Rally result of one load as `rally task results` prints it. */
function load(seed: number, action: string, freeze?: { from: number; to: number }): object {
  const random = seededRandom(seed);
  const { iterations, faultAt } = closedLoop(
    { workers: 4, horizon: 60, seconds: () => 0.3 + 0.2 * random(), ...(freeze ? { freeze } : {}) },
    random,
  );
  return {
    key: { name: 'Authenticate.keystone' },
    result: iterations.map(({ at, seconds, failed }) => ({
      timestamp: at / 1e6,
      duration: seconds,
      error: failed ? ['BadGateway', '502', ''] : [],
      atomic_actions: {},
    })),
    hooks: [
      {
        config: { name: 'fault_injection', args: { action } },
        results: [{ status: 'success', started_at: (faultAt ?? 0) / 1e6, finished_at: (faultAt ?? 0) / 1e6 + 1 }],
      },
    ],
  };
}

const write = temporaryFiles();

async function recoveries(loads: readonly object[]): Promise<readonly FileRecovery[]> {
  return fileRecoveries(await readSeries(write('loads.json', JSON.stringify(loads))));
}

describe('fileRecoveries', () => {
  it('judges the loads of one action together, and those of another apart', async () => {
    const freeze = { from: 25, to: 31 };
    const found = await recoveries([load(1, 'restart', freeze), load(2, 'kill'), load(3, 'restart', freeze)]);
    expect(found.map(({ action, metric, series }) => [action, metric, series.length])).toEqual([
      ['restart', 'duration', 2],
      ['kill', 'duration', 1],
    ]);
    expect(found[0]?.recovery).toMatchObject({ withSlow: 2, withDowntime: 0 });
    expect(found[0]?.recovery.slow.value).toBeCloseTo(6, 0);
    expect(found[1]?.recovery).toMatchObject({ withSlow: 0, loads: [{ timeToRecover: null }] });
  });

  it('passes over what no fault belongs to, and has nothing of a file without faults', () => {
    expect(fileRecoveries({ series: [], faults: [] })).toEqual([]);
    const series = {
      name: { key: 'a', metric: 'duration', unit: 's', groups: { load: '1' } },
      times: Float64Array.of(1, 2),
      values: Float64Array.of(1, 1),
      failures: [],
      instances: null,
    };
    const fault = { startedAt: 5, finishedAt: null, action: 'kill', groups: { load: '2' } };
    expect(fileRecoveries({ series: [series], faults: [fault] })).toEqual([]);
    expect(fileRecoveries({ series: [{ ...series, times: null }], faults: [{ ...fault, groups: {} }] })).toEqual([]);
  });

  it('takes failures with the length that the file tells, and drops what is missing', () => {
    const series = {
      name: { key: 'a', metric: 'duration', unit: 's', groups: {} },
      times: Float64Array.from({ length: 40 }, (_, index) => index * 1e6),
      values: Float64Array.from({ length: 40 }, (_, index) => (index === 20 || index === 30 ? Number.NaN : 0.5)),
      failures: [{ index: 20, code: 'BadGateway', took: 0.25 }],
      instances: null,
    };
    const faults = [30e6, 15e6].map((startedAt) => ({ startedAt, finishedAt: null, action: 'kill', groups: {} }));
    const [found] = fileRecoveries({ series: [series], faults });
    // The earlier fault; last good start 19 s, first good end 21.5 s.
    expect(found?.recovery.loads[0]).toMatchObject({ baseline: { n: 5 }, downtime: { min: 0, max: 2.5 } });
  });
});

describe.skipIf(!hasShared('rally-faults'))('loads that Rally recorded while a fault was injected (docs/faults.md)', () => {
  const of = async (name: string): Promise<FileRecovery['recovery']> => {
    const found = fileRecoveries(await readSeries(join(SHARED_DATA, 'rally-faults', `${name}.json.gz`)));
    return (found.find(({ metric }) => metric === 'duration') as FileRecovery).recovery;
  };

  it('keystone restarted: downtime as its authors found, and one standstill in each of five loads', async () => {
    const found = await of('authenticate_with_restart_keystone_service_on_one_node');
    expect(found).toMatchObject({ withDowntime: 5, withSlow: 5 });
    expect(found.downtime.value).toBeCloseTo(0.409, 3);
    // What its authors print for each load.
    for (const [index, theirs] of [0.317, 0.466, 0.388, 0.236, 0.543].entries()) {
      expect(found.loads[index]?.downtime.min).toBeLessThan(theirs);
      expect(found.loads[index]?.downtime.max).toBeGreaterThan(theirs);
      expect(found.loads[index]?.periods.map(({ kind }) => kind)).toEqual(['failed', 'slow']);
    }
    expect(found.slow).toMatchObject({ value: expect.closeTo(4.181, 3), low: expect.closeTo(2.163, 3), high: expect.closeTo(6.134, 3) });
  });

  it('mysql killed: no failure, one standstill of all four workers in each of three loads', async () => {
    const found = await of('create_and_list_networks_with_kill_mysql_service_on_one_node');
    expect(found).toMatchObject({ withDowntime: 0, withSlow: 3, downtime: { value: 0 } });
    expect(found.loads.map(({ periods }) => periods.map(({ bad }) => bad))).toEqual([[4], [4], [4]]);
    expect(found.timeToRecover.value).toBeCloseTo(8.522, 3);
  });

  it('rabbitmq killed: nothing, as its authors found', async () => {
    const found = await of('boot_and_delete_with_kill_rabbitmq_service_on_one_node');
    expect(found).toMatchObject({ withDowntime: 0, withSlow: 0, loads: [{ periods: [], timeToRecover: null, baseline: { n: 47 } }] });
    expect(found.loads[0]?.after?.ratio.low).toBeLessThan(1);
  });
});
