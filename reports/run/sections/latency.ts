import { code, heading, paragraph, table } from '../../blocks.ts';
import { count, statistic } from '../../claim.ts';
import type { Block } from '../../document.ts';
import { medianWords, percentileWords } from '../../spread-words.ts';
import type { RunModel } from '../model.ts';

/** How fast the probes were answered, by phase. */
export function latency({ latencies }: RunModel): readonly Block[] {
  const head = heading(1, 'Probe latency', 'latency');
  if (latencies.length === 0) return [head, paragraph('Not measured, because no probe was answered.')];
  const rows = latencies.map(({ probe, probeKind, phase, fluctuation: spread, selection }) => [
    [code(probe)],
    [code(probeKind)],
    [code(phase)],
    [count(spread.n, selection)],
    medianWords(spread, 'seconds', selection),
    percentileWords(spread.p95, 'p95', 'seconds', selection),
    [statistic(spread.max, 'seconds', 'max', selection)],
  ]);
  const caption = ['Looks that failed have no time: they are counted under outages.'];
  return [head, table('latency-table', caption, ['Probe', 'Kind', 'Phase', 'n>', 'Median>', 'p95>', 'Greatest>'], rows)];
}
