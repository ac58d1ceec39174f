import type { Stage, WorkloadOf } from '../workload.ts';
import { waits, type Ground, type WorkloadVu } from './executor.ts';

export interface RampStep {
  /** ms from the workload's start. */
  readonly at: number;
  readonly vus: number;
}

/** The number of VUs follows the stages; what is stopped first is the VU that came last. */
export async function rampingVus(workload: WorkloadOf<'ramping-vus'>, ground: Ground): Promise<void> {
  const slots: { wanted: boolean; stoppedAt: AbortController }[] = [];
  const loops: Promise<void>[] = [];
  const begin = ground.clock.monotonic();

  const loop = async (slot: (typeof slots)[number]): Promise<void> => {
    const vu = await ground.take();
    if (vu === null) return;
    slot.stoppedAt.signal.addEventListener('abort', () => void rampDown(slot, vu));
    while (slot.wanted && !ground.closing.aborted && (await vu.iterate()));
    over.add(slot);
    vu.release();
  };
  const over = new Set<(typeof slots)[number]>();
  const rampDown = async (slot: (typeof slots)[number], vu: WorkloadVu): Promise<void> => {
    if ((await waits(ground, workload.gracefulRampDownMs)) && !over.has(slot)) vu.interrupt();
  };

  for (const step of rampSteps(workload)) {
    if (!(await waits(ground, step.at - (ground.clock.monotonic() - begin) / 1000))) break;
    while (slots.length < step.vus) {
      const slot = { wanted: true, stoppedAt: new AbortController() };
      slots.push(slot);
      loops.push(loop(slot));
    }
    while (slots.length > step.vus) {
      const slot = slots.pop() as (typeof slots)[number];
      slot.wanted = false;
      slot.stoppedAt.abort();
    }
  }
  const total = workload.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
  await waits(ground, total - (ground.clock.monotonic() - begin) / 1000);
  for (const slot of slots) slot.wanted = false;
  await Promise.all(loops);
}

/** When the number of VUs changes, by linear interpolation: each step at the instant the line reaches it. */
export function rampSteps({ startVus, stages }: { readonly startVus: number; readonly stages: readonly Stage[] }): readonly RampStep[] {
  const steps: RampStep[] = [{ at: 0, vus: startVus }];
  let [from, begun] = [startVus, 0];
  for (const { durationMs, target } of stages) {
    const change = Math.abs(target - from);
    const direction = Math.sign(target - from);
    for (let n = 1; n <= change; n += 1) steps.push({ at: begun + (durationMs * n) / change, vus: from + direction * n });
    [from, begun] = [target, begun + durationMs];
  }
  // Of several steps at one instant only the last matters.
  return steps.filter((step, index) => steps[index + 1]?.at !== step.at);
}
