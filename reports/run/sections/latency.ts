import { code, heading, paragraph, table } from '../../blocks.ts';
import { count, statistic } from '../../claim.ts';
import type { Block, Inline, TableBlock } from '../../document.ts';
import { medianWords, percentileWords } from '../../spread-words.ts';
import type { ProbeLatency } from '../probe-latency.ts';
import { sideCells, sideTitles, type Side } from '../side.ts';

/** How fast the probes were answered, by phase. */
export function latency(sides: readonly Side[]): readonly Block[] {
  const head = heading(1, 'Probe latency', 'latency');
  if (sides.every(({ model }) => model.latencies.length === 0)) return [head, paragraph('Not measured, because no probe was answered.')];
  return [head, latencyTable(sides)];
}

export function latencyTable(sides: readonly Side[]): TableBlock {
  const rows = sides.flatMap((side) => side.model.latencies.map((one) => sideCells(side, cells(one))));
  const caption = ['Looks that failed have no time: they are counted under outages.'];
  const titles = sideTitles(sides, ['Probe', 'Kind', 'Phase', 'n>', 'Median>', 'p95>', 'Greatest>']);
  return table('latency-table', caption, titles, rows);
}

function cells({ probe, probeKind, phase, fluctuation: spread, selection }: ProbeLatency): readonly (readonly Inline[])[] {
  return [
    [code(probe)],
    [code(probeKind)],
    [code(phase)],
    [count(spread.n, selection)],
    medianWords(spread, 'seconds', selection),
    percentileWords(spread, 'p95', 'seconds', selection),
    [statistic(spread.max, 'seconds', 'max', selection)],
  ];
}
