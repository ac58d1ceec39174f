import type { Stage, WorkloadOf } from '../workload.ts';
import { takeAll, waits, type Ground, type WorkloadVu } from './executor.ts';

/** Iterations start at the rate's own instants, whether or not earlier ones are over; without a free VU one is dropped, never queued. */
export async function arrivalRate(
  workload: WorkloadOf<'constant-arrival-rate'> | WorkloadOf<'ramping-arrival-rate'>,
  ground: Ground,
): Promise<void> {
  const starts = workload.executor === 'constant-arrival-rate' ? constantStarts(workload) : rampingStarts(workload);
  const all = await takeAll(ground, workload.preAllocatedVus);
  const free: WorkloadVu[] = [...all];
  const running = new Set<Promise<void>>();
  let owned = all.length;
  let growing = false;
  let warned = false;

  const grow = async (): Promise<void> => {
    const vu = await ground.take();
    growing = false;
    if (vu === null) return;
    all.push(vu);
    free.push(vu);
  };
  const iterate = async (vu: WorkloadVu): Promise<void> => {
    if (await vu.iterate()) free.push(vu);
  };
  const track = (work: Promise<void>): void => {
    const done = work.finally(() => running.delete(done));
    running.add(done);
  };

  const begin = ground.clock.monotonic();
  for (const at of starts) {
    if (!(await waits(ground, at - (ground.clock.monotonic() - begin) / 1000))) break;
    const vu = free.shift();
    if (vu !== undefined) {
      track(iterate(vu));
      continue;
    }
    ground.dropped(1);
    if (owned < workload.maxVus && !growing) {
      growing = true;
      owned += 1;
      track(grow());
    } else if (owned >= workload.maxVus && !warned) {
      warned = true;
      ground.warn(`Insufficient VUs, reached ${workload.maxVus} active VUs and cannot initialize more`);
    }
  }
  await waits(ground, remaining(workload, begin, ground));
  while (running.size > 0) await Promise.all(running);
  for (const vu of all) vu.release();
}

/** The workload lasts its whole duration, also when its last start lies before. */
function remaining(workload: Parameters<typeof arrivalRate>[0], begin: number, ground: Ground): number {
  const total =
    workload.executor === 'constant-arrival-rate' ? workload.durationMs : workload.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
  return total - (ground.clock.monotonic() - begin) / 1000;
}

/** Start n at n·timeUnit/rate, the first at 0; ms from the workload's start. */
export function* constantStarts({
  rate,
  timeUnitMs,
  durationMs,
}: Pick<WorkloadOf<'constant-arrival-rate'>, 'rate' | 'timeUnitMs' | 'durationMs'>): Generator<number> {
  for (let n = 0; (n * timeUnitMs) / rate < durationMs; n += 1) yield (n * timeUnitMs) / rate;
}

/** Start k where the area under the rate's curve reaches k; ms from the workload's start. */
export function* rampingStarts(workload: {
  readonly startRate: number;
  readonly timeUnitMs: number;
  readonly stages: readonly Stage[];
}): Generator<number> {
  let [from, area, begun, next] = [workload.startRate / workload.timeUnitMs, 0, 0, 1];
  for (const { durationMs, target } of workload.stages) {
    const to = target / workload.timeUnitMs;
    const slope = durationMs === 0 ? 0 : (to - from) / durationMs;
    const whole = area + ((from + to) / 2) * durationMs;
    // A hair of rounding must not lose the start that falls on a stage's end.
    const last = durationMs === 0 ? next - 1 : Math.floor(whole + 1e-9);
    for (; next <= last; next += 1) {
      const wanted = next - area;
      const root = Math.sqrt(Math.max(0, from * from + 2 * slope * wanted));
      yield begun + Math.min(durationMs, (2 * wanted) / (from + root));
    }
    [from, area, begun] = [to, whole, begun + durationMs];
  }
}
