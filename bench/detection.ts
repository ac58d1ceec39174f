import { parseArgs } from 'node:util';
import { print, table, type Figure } from './figures/print.ts';
import { scoreSeries, type Scored } from './tcpd/detect.ts';
import { leaveOneOut, mean } from './tcpd/leave-one-out.ts';
import { loadAnnotated } from './tcpd/load.ts';
import { pairedInterval } from './tcpd/paired-bootstrap.ts';
import { PUBLISHED, PUBLISHED_SERIES } from './tcpd/published.ts';

/** Change points on series that people have marked, by the rules of the Turing Change Point Dataset; the code path that users run. */
const { values: given, positionals } = parseArgs({
  options: { data: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folders = [...given.data, ...positionals];
if (folders.length === 0) {
  process.stderr.write('usage: npm run bench:detection -- --data DIR… [--json]   DIR: annotations.json beside one JSON file a series\n');
  process.exit(2);
}
const series = folders.flatMap((folder) => loadAnnotated(folder));
const univariate = series.filter(({ dimensions }) => dimensions.length === 1);
const scores = univariate.map((one) => scoreSeries(one));
const others = series.filter(({ dimensions }) => dimensions.length > 1).map((one) => scoreSeries(one));
if (scores.length === 0) {
  process.stderr.write(`no annotated series with one dimension in ${folders.join(', ')}\n`);
  process.exit(2);
}
const grid = leaveOneOut(univariate);
const names = new Set(scores.map(({ name }) => name));
const isPublishedSet = names.size === PUBLISHED_SERIES.length && PUBLISHED_SERIES.every((name) => names.has(name));
const three = (value: number): string => value.toFixed(3);
const summary = (['f1', 'cover'] as const).map((kind, column) => {
  const silent = scores.map((score) => (kind === 'f1' ? score.silentF1 : score.silentCover));
  const ours = scores.map((score) => score[kind]);
  const interval = pairedInterval(ours.map((value, k) => value - (silent[k] as number)));
  const leftOut = kind === 'f1' ? grid.leftOutF1 : grid.leftOutCover;
  const peers = Object.fromEntries(Object.entries(PUBLISHED).map(([name, pair]) => [name, pair[column] as number]));
  return { kind, value: mean(ours), silent: mean(silent), interval, leftOut, peers };
});

const figures = summary.map(({ kind, value, silent, interval, leftOut, peers }): Figure => {
  const own = { silent, 'left-one-out': leftOut, 'less silent, low': interval[0], 'less silent, high': interval[1] };
  const figure = { name: `TCPD ${kind}, mean of ${scores.length} univariate series`, unit: '0 … 1', value };
  const { 'one person against the others': _, ...methods } = peers;
  return isPublishedSet
    ? { ...figure, peers: { ...own, ...methods }, ratio: value / Math.max(...Object.values(methods)) }
    : { ...figure, peers: own };
});
const row = ({ name, n, found, f1, cover, silentF1, silentCover }: Scored): string[] => [
  name,
  String(n),
  ...[f1, cover, silentF1, silentCover].map(three),
  found.join(' '),
];
const header = ['series', 'n', 'F1', 'cover', 'silent F1', 'cover', 'found'];
const text = [
  table([
    header,
    ...scores.map(row),
    ['mean', '', ...[summary[0]?.value, summary[1]?.value, summary[0]?.silent, summary[1]?.silent].map((value) => three(value ?? 0)), ''],
  ]),
  others.length === 0 ? '' : `several dimensions, changes of all together:\n${table([header, ...others.map(row)])}`,
  ...summary.map(({ kind, value, silent, interval, leftOut }) => {
    const [low, middle, high] = kind === 'f1' ? grid.f1 : grid.cover;
    const tried = `${grid.settings} settings around the defaults ${three(low)} … ${three(high)}, median ${three(middle)}`;
    return `${kind}: ${three(value - silent)} above silent, 95 % ${three(interval[0])} … ${three(interval[1])}; left-one-out ${three(leftOut)}; ${tried}\n`;
  }),
  `published, 30 univariate series, F1 / cover${isPublishedSet ? '' : ' (another set than this: not comparable with the means above)'}:\n`,
  table(Object.entries(PUBLISHED).map(([name, pair]) => [name, ...pair.map(three)])),
];
print(figures, text.join('\n'), given.json);
