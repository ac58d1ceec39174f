import type { Bounds } from '../../analysis/faulted-load.ts';
import type { Estimate } from '../../analysis/types.ts';
import type { FileRecovery } from '../compose/fault-recoveries.ts';
import { digits, estimated } from './digits.ts';

/** One line for each timing of the loads of a file into which a fault was injected: what it did (docs/faults.md). */
export function recoveryLines(recoveries: readonly FileRecovery[]): string {
  return recoveries.length === 0 ? '' : `${recoveries.map((recovery) => `${recoveryWords(recovery)}\n`).join('')}\n`;
}

function recoveryWords({ action, metric, recovery }: FileRecovery): string {
  const { loads, withDowntime, withSlow, downtime, slow, timeToRecover, degradation } = recovery;
  const of = `${loads.length} load${loads.length === 1 ? '' : 's'}`;
  const ended = loads.flatMap((load) => (load.timeToRecover === null ? [] : [load.timeToRecover]));
  const open = ended.filter(({ max }) => max === null).length;
  const own = loads[0]?.degradation?.ratio;
  const ratio = loads.length === 1 && own !== undefined ? own : degradation.ratio;
  const parts = [
    withDowntime === 0
      ? 'never down'
      : `down ${lasted(
          downtime,
          loads.map((load) => load.downtime),
        )} in ${withDowntime} of ${of}`,
    withSlow === 0
      ? 'never slow'
      : `slow ${lasted(
          slow,
          loads.map((load) => load.slow),
        )} in ${withSlow} of ${of}, by ${estimated(ratio, '×')}`,
    ...(ended.length === 0
      ? []
      : [open === 0 ? `recovered ${lasted(timeToRecover, ended)} after the injection` : `not recovered at the end of ${open} of ${of}`]),
  ];
  return `${action}, ${metric}: ${parts.join('; ')}`;
}

/** Of several loads the mean with its interval, of one what its iterations leave open. */
function lasted(mean: Estimate, lengths: readonly Bounds[]): string {
  const [{ min, max }] = lengths as [Bounds];
  if (lengths.length === 1)
    return max === null ? `${digits(min)} s and longer` : `${digits((min + max) / 2)} s (${digits(min)} … ${digits(max)})`;
  return lengths.some((length) => length.max === null) ? `${digits(mean.value)} s and longer` : estimated(mean, 's');
}
