import { CATALOGUE } from '../core/metrics.ts';
import { exportedMetrics, PREFIX } from './exported-metrics.ts';

const WORSE = { up: 'higher', down: 'lower', either: 'either' } as const;

/** docs/metrics.md: every metric that is stored, then what the exporter adds. */
export function metricsDocument(): string {
  const stored = new Set(CATALOGUE.map(({ name }) => PREFIX + name));
  const own = exportedMetrics().filter(({ name }) => !stored.has(name));
  return `# Metrics

This page is made from the metric catalogue; a test fails when the two differ.

## What is measured

Every metric here is stored, value by value, and exported under its name with \`${PREFIX}\` before it: a trend as a histogram, a gauge
as a gauge, a counter as a counter. Prometheus shows the label \`target\` and the tags; the timings come from acts that ended ok or slow.
The bounds of the histograms are coarse. For exact values ask the store, which is what reports do.

${table(
  ['Metric', 'Kind', 'Unit', 'Worse', 'Tags', 'Meaning'],
  CATALOGUE.map(({ name, kind, unit, worse, tags, help }) => [
    code(name),
    kind,
    unit.replaceAll('_', ' '),
    WORSE[worse],
    codes(tags),
    help,
  ]),
)}

## What the exporter adds

Only on /metrics. Counters begin when the exporter does, with the last quarter of an hour counted in; after a restart a rate over a
window that spans it is too high by at most that.

${table(
  ['Metric', 'Type', 'Labels', 'Meaning'],
  own.map(({ name, type, labels, help }) => [code(name), type, codes(labels), help]),
)}

A counter or histogram whose labels are new stands at 0 in one scrape and has its values from the next one on: Prometheus sees no increase
in what is born with a value.

A metric holds at most 500 label sets. What comes beyond is left out of /metrics, counted in \`evenkeel_exporter_dropped_total\`, and kept
in the store.
`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function codes(texts: readonly string[]): string {
  return texts.length === 0 ? '–' : texts.map(code).join(', ');
}

/** Padded, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [
    line(head, ' '),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((row) => line(row, ' ')),
  ].join('\n');
}
