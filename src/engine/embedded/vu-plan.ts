import { invalidConfig } from './execution-problem.ts';
import { maxVus, plannedVus, regularMs, type Workload } from './workload.ts';

/** Each VU is a thread of its own, several MiB large. */
const MOST_VUS = 200;

/** VUs to initialise before the start: the most that workloads which overlap in time plan for. Throws ExecutionProblem (104) beyond what threads can do. */
export function vusToPlan(workloads: readonly Workload[]): number {
  const most = mostAtOnce(workloads, maxVus);
  if (most > MOST_VUS) {
    throw invalidConfig(
      `options: ${most} VUs need k6: the embedded engine is for probing rates and has at most ${MOST_VUS}`,
      'Install k6, or use fewer VUs',
    );
  }
  return mostAtOnce(workloads, plannedVus);
}

function mostAtOnce(workloads: readonly Workload[], count: (workload: Workload) => number): number {
  const changes = workloads.flatMap((workload) => [
    { at: workload.startTimeMs, by: count(workload) },
    { at: workload.startTimeMs + regularMs(workload) + workload.gracefulStopMs, by: -count(workload) },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let [now, most] = [0, 0];
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
