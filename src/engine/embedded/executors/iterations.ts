import type { WorkloadOf } from '../workload.ts';
import { takeAll, type Ground } from './executor.ts';

/** Each VU runs its own count; one dropped sample for each that could not finish. */
export async function perVuIterations(workload: WorkloadOf<'per-vu-iterations'>, ground: Ground): Promise<void> {
  const vus = await takeAll(ground, workload.vus);
  await Promise.all(
    vus.map(async (vu) => {
      let done = 0;
      while (done < workload.iterations && !ground.closing.aborted) {
        done += 1;
        if (!(await vu.iterate())) break;
      }
      if (done < workload.iterations) ground.dropped(workload.iterations - done);
      vu.release();
    }),
  );
}

/** All VUs draw from one count. */
export async function sharedIterations(workload: WorkloadOf<'shared-iterations'>, ground: Ground): Promise<void> {
  const vus = await takeAll(ground, workload.vus);
  let started = 0;
  await Promise.all(
    vus.map(async (vu) => {
      while (started < workload.iterations && !ground.closing.aborted) {
        started += 1;
        if (!(await vu.iterate())) break;
      }
      vu.release();
    }),
  );
  if (started < workload.iterations) ground.dropped(workload.iterations - started);
}

/** VUs iterate without a pause until the duration is over. */
export async function constantVus(workload: WorkloadOf<'constant-vus'>, ground: Ground): Promise<void> {
  const vus = await takeAll(ground, workload.vus);
  await Promise.all(
    vus.map(async (vu) => {
      while (!ground.closing.aborted && (await vu.iterate()));
      vu.release();
    }),
  );
}
