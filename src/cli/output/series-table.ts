import type { SeriesJudgement } from '../../analysis/judge-series.ts';
import type { ChangePoint } from '../../analysis/regime-types.ts';
import { isoTime } from '../../core/units.ts';
import type { SeriesName } from '../../files/file-row.ts';
import { seriesTitles } from '../../files/series-titles.ts';
import type { JudgedSeries } from '../compose/analyze-files.ts';
import { digits } from './digits.ts';
import { sparkline } from './sparkline.ts';
import { textTable } from './table.ts';

const SPARK_WIDTH = 40;
/** A name may be longer than a line. */
const LONGEST_NAME = 60;
/** Notes that are told; the JSON has them all. */
const LISTED = 50;

/** One series for a person: what the table and the notes below it say. Holds nothing of its rows. */
export interface SeriesLine {
  readonly file: string;
  readonly name: SeriesName;
  /** Of the columns after the name. */
  readonly cells: readonly string[];
  readonly notes: readonly string[];
}

export function seriesLine({ file, series, judgement }: JudgedSeries): SeriesLine {
  const { n, missing, fluctuation, changePoints, anomalies } = judgement;
  const starts = changePoints.map(({ index }) => index);
  const unit = series.name.unit === null ? '' : ` ${series.name.unit}`;
  return {
    file,
    name: series.name,
    cells: [
      String(n),
      missing === 0 ? '' : String(missing),
      fluctuation === null ? '' : `${digits(fluctuation.median.value)}${unit}`,
      fluctuation === null || fluctuation.n < 2 ? '' : percent(fluctuation.robustCv.value),
      String(changePoints.length),
      String(anomalies.length),
      sparkline(series.values, starts, SPARK_WIDTH),
    ],
    notes: [
      ...failureWords(judgement),
      ...machineWords(judgement),
      ...patternWords(judgement),
      ...changePoints.map((change) => changeWords(change)),
    ],
  };
}

/** The table of all series, then what is to be said of each. */
export function seriesTable(lines: readonly SeriesLine[]): string {
  if (lines.length === 0) return '';
  const titles = seriesTitles(lines).map((title) => shortened(title));
  const table = textTable(
    COLUMNS,
    lines.map(({ cells }, index) => [titles[index] as string, ...cells]),
  );
  const notes = lines.flatMap((line, index) => line.notes.map((note, at) => `${at === 0 ? `\n${titles[index]}\n` : ''}  ${note}\n`));
  const more = notes.length > LISTED ? `… and ${notes.length - LISTED} more lines like these: --json has them all\n` : '';
  return `${table}${notes.slice(0, LISTED).join('')}${more}`;
}

const COLUMNS = [
  { title: 'series' },
  { title: 'n', right: true },
  { title: 'missing', right: true },
  { title: 'median', right: true },
  { title: 'robust CV', right: true },
  { title: 'changes', right: true },
  { title: 'anomalies', right: true },
  { title: 'course' },
];

function failureWords({ n, failed, reliability }: SeriesJudgement): readonly string[] {
  if (failed === 0) return [];
  const outages = (reliability?.outages ?? []).map(({ firstBadAt, downtime, code }) => {
    const most = downtime.max === null ? 'open' : `${digits(downtime.max)} s`;
    return `outage from ${instant(firstBadAt)}, down ${digits(downtime.min)} … ${most} (${code})`;
  });
  return [`${failed} of ${n} failed`, ...outages];
}

/** What lies within machines and what between them. */
function machineWords({ components }: SeriesJudgement): readonly string[] {
  if (components === null || 'tooFew' in components) return [];
  const { units, withinCv, betweenCv, icc } = components;
  const bounds = icc.low === null || icc.high === null ? '' : ` (${icc.low.toFixed(2)} … ${icc.high.toFixed(2)})`;
  return [
    `${units} machines: CV ${percent(withinCv)} within, ${percent(betweenCv)} between them, intraclass correlation ${icc.value.toFixed(2)}${bounds}`,
  ];
}

/** A daily course is told from here on; the JSON has its p whatever it is. */
const DAILY_ALPHA = 0.001;

/** Several bands, and what comes back every day. */
function patternWords({ description }: SeriesJudgement): readonly string[] {
  const { bands, daily } = description ?? {};
  const each = (bands?.bands ?? []).map(({ median, share }) => `${digits(median)} (${percent(share)})`);
  const [wave] = (daily?.waves ?? []).toSorted((a, b) => b.amplitude - a.amplitude);
  return [
    ...(each.length < 2 ? [] : [`${each.length} bands: ${each.join(', ')}`]),
    ...(daily == null || daily.p >= DAILY_ALPHA || wave === undefined
      ? []
      : [`a course of ${wave.periodHours} h: ±${percent(wave.amplitudeShare)} of the median, highest at hour ${wave.peakHour.toFixed(1)}`]),
  ];
}

function changeWords({ index, at, effect, size, departure, p, kind, interval }: ChangePoint): string {
  const when = at === null ? '' : ` (${instant(at)})`;
  const amount = effect === 'ratio' ? `${size.value.toFixed(3)} ×` : `${size.value < 0 ? '' : '+'}${digits(size.value)}`;
  const bound = (value: number): string => (effect === 'ratio' ? value.toFixed(3) : digits(value));
  const range = size.low === null || size.high === null ? '' : ` (${bound(size.low)} … ${bound(size.high)})`;
  const bend = departure === null ? '' : `bends by ${effect === 'ratio' ? percent(departure) : digits(departure)}, sides `;
  return `${kind} at row ${index}${when}, plausible ${interval.low} … ${interval.high}: ${bend}${amount}${range}, ${chance(p)}`;
}

/** What is too small for a number is not nothing. */
function chance(p: number): string {
  return p === 0 ? 'p < 1e-300' : `p ${p < 1e-4 ? p.toExponential(0) : p.toPrecision(1)}`;
}

/** To the second where it is one. */
function instant(at: number): string {
  return isoTime(at).replace('.000Z', 'Z');
}

/** Cut in its middle: what tells series apart may stand at either end. */
function shortened(name: string): string {
  const kept = (LONGEST_NAME - 1) / 2;
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, Math.ceil(kept))}…${name.slice(-Math.floor(kept))}`;
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toPrecision(3)} %` : 'not defined';
}
