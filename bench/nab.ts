import { parseArgs } from 'node:util';
import { ANOMALY_THRESHOLD, anomalyScores, excursions } from '../src/analysis/anomalies.ts';
import { readCorpus } from './nab/corpus.ts';
import { normalisedScore, PROFILES, type Profile } from './nab/score.ts';
import { SUITES, type Suite } from './nab/suites.ts';
import { print, table, type Figure } from './figures/print.ts';

/** The novelty score by the rules of the Numenta Anomaly Benchmark (Lavin & Ahmad 2015), on a corpus that is given. */
const { values: given } = parseArgs({ options: { data: { type: 'string' }, json: { type: 'boolean', default: false } } });
if (given.data === undefined) {
  process.stderr.write('usage: npm run bench:nab -- --data DIR [--json]   DIR: combined_windows.json beside folders of CSV files\n');
  process.exit(2);
}
/** Tried for the optimum, which knows the labels: what the rules allow, and what no watch can have. */
const TRIED = [
  0.0025, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.06, 0.07, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1,
];

const corpus = readCorpus(given.data).map((series) => ({ ...series, scores: anomalyScores(series.values) }));
type Scored = (typeof corpus)[number];

const [figures, lines]: [Figure[], string[][]] = [
  [],
  [['suite', 'files', 'windows', 'profile', `at ${ANOMALY_THRESHOLD}`, 'best', 'at', 'silent']],
];
for (const suite of SUITES) {
  const files = corpus.filter(({ name }) => suite.has(name));
  if (files.length === 0) continue;
  const windows = files.reduce((sum, file) => sum + file.windows.length, 0);
  for (const profile of Object.values(PROFILES)) {
    const fixed = scoreAt(files, profile, ANOMALY_THRESHOLD);
    const best = TRIED.map((threshold) => ({ threshold, score: scoreAt(files, profile, threshold) })).reduce((a, b) =>
      b.score > a.score ? b : a,
    );
    figures.push(figure(suite, files.length, profile, fixed, best.score));
    const count = `${files.length}/${suite.files}`;
    lines.push([suite.name, count, String(windows), profile.name, fixed.toFixed(1), best.score.toFixed(1), String(best.threshold), '0.0']);
  }
}
print(figures, `${table(lines)}\n${published()}`, given.json);

function scoreAt(files: readonly Scored[], profile: Profile, threshold: number): number {
  const alarmed = files.map(({ values, windows, scores }) => {
    return { rows: values.length, windows, alarms: excursions(scores, threshold).map(({ index }) => index) };
  });
  return normalisedScore(alarmed, profile);
}

function figure(suite: Suite, files: number, profile: Profile, fixed: number, best: number): Figure {
  const name = `NAB ${profile.name}, ${suite.name} (${files} of ${suite.files} files), threshold ${ANOMALY_THRESHOLD}`;
  const own = { silent: 0, 'best threshold of this corpus': best };
  const value = { name, unit: 'points of 100', value: fixed };
  if (profile !== PROFILES.standard || files !== suite.files) return { ...value, peers: own };
  return { ...value, peers: { ...own, ...suite.published }, ratio: fixed / Math.max(...Object.values(suite.published)) };
}

/** Only for suites of which every file is there. */
function published(): string {
  const whole = SUITES.filter((suite) => corpus.filter(({ name }) => suite.has(name)).length === suite.files);
  if (whole.length === 0) return 'published figures: of no suite is every file here, so none is comparable\n';
  const names = Object.keys(SUITES[0]?.published ?? {});
  const rows = names.map((name) => [name, ...whole.map(({ published: scores }) => (scores[name] ?? Number.NaN).toFixed(1))]);
  return `published, standard profile, threshold tuned on all 58 files:\n${table([['', ...whole.map(({ name }) => name)], ...rows])}`;
}
