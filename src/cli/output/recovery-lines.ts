import type { FileRecovery } from '../compose/fault-recoveries.ts';
import { estimated } from './digits.ts';

/** One line for each timing of the loads of a file into which a fault was injected: what it did (docs/faults.md). */
export function recoveryLines(recoveries: readonly FileRecovery[]): string {
  return recoveries.length === 0 ? '' : `${recoveries.map((recovery) => `${recoveryWords(recovery)}\n`).join('')}\n`;
}

function recoveryWords({ action, metric, recovery }: FileRecovery): string {
  const { loads, withDowntime, withSlow, downtime, slow, timeToRecover, degradation } = recovery;
  const of = `${loads.length} load${loads.length === 1 ? '' : 's'}`;
  const parts = [
    withDowntime === 0 ? 'never down' : `down ${estimated(downtime, 's')} in ${withDowntime} of ${of}`,
    withSlow === 0 ? 'never slow' : `slow ${estimated(slow, 's')} in ${withSlow} of ${of}, by ${estimated(degradation.ratio, '×')}`,
    ...(withDowntime + withSlow === 0 ? [] : [`recovered ${estimated(timeToRecover, 's')} after the injection`]),
  ];
  return `${action}, ${metric}: ${parts.join('; ')}`;
}
