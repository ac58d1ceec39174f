import { cleanLine } from '../../src/core/clean-text.ts';
import { metricUnit, metricWords, subjectWords } from '../metric-words.ts';
import { formatQuantity } from '../quantity.ts';
import type { RunModel } from './model.ts';

/** What `evenkeel run` prints at its end: figures, renting, outages, what was released; the last line counts findings. Plain text, no colour. */
export function summaryTable(model: RunModel): string {
  const { facts, series, subjects, rented } = model;
  const rows = series.map(({ jobKind, metric, tags, fluctuation: { n, median, robustCv } }) => {
    const [words] = metricWords(metric, {});
    const what = [jobKind, typeof words === 'string' ? words : metric, tags['direction'] ?? ''].filter((word) => word !== '').join(' ');
    const unit = metricUnit(metric);
    return [cleanLine(what, 40), String(n), formatQuantity(median.value, unit), formatQuantity(robustCv.value, 'percent')];
  });
  const phases = rented.phases.map(
    ({ phase, fluctuation: { median } }) => `${cleanLine(phase, 20)} ${formatQuantity(median.value, 'seconds')}`,
  );
  const lines = [
    ...(rows.length === 0 ? ['jobs: not measured, because none ended well'] : aligned([['metric', 'n', 'median', 'robust CV'], ...rows])),
    '',
    `provisioning: ${phases.length === 0 ? 'not measured' : phases.join(', ')}`,
    ...rented.outliers.map(
      ({ instance, phase, value, ratio }) =>
        `  stands out: instance ${model.instanceLabel(instance)}, ${cleanLine(phase, 20)} ${formatQuantity(value, 'seconds')}, ${formatQuantity(ratio, 'factor')} the others`,
    ),
    `outages: ${outageLine(subjects)}`,
    ...subjects
      .filter(({ failures }) => failures.failed > 0)
      .map(({ subject, failures }) => {
        const codes = failures.codes.map(({ code }) => cleanLine(code, 40)).slice(0, 3);
        return `  ${subjectWords(subject.kind)} ${cleanLine(subject.key, 40)} failed in ${failures.failed} of ${failures.n} looks (${codes.join(', ')})`;
      }),
    `instances: ${releaseLine(model)}`,
    findingLine(facts.findings.length),
  ];
  return `${lines.join('\n')}\n`;
}

/** First column to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => Array.from(row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function outageLine(subjects: RunModel['subjects']): string {
  const each = subjects.flatMap(({ subject, outages }) =>
    outages.map(({ downtime: { min, max }, code }) => {
      const most = max === null ? 'still open or start not seen' : `at most ${formatQuantity(max, 'seconds')}`;
      return `${cleanLine(subject.key, 40)} down at least ${formatQuantity(min, 'seconds')}, ${most} (${cleanLine(code, 40)})`;
    }),
  );
  return each.length === 0 ? 'none' : each.join('; ');
}

function releaseLine({ facts }: RunModel): string {
  const servers = facts.resources.filter(({ kind }) => kind === 'server');
  const gone = servers.filter(({ state }) => state === 'gone').length;
  const left = facts.resources.filter(({ state }) => state !== 'gone').map(({ name }) => cleanLine(name, 80));
  return `created ${servers.length}, verified gone ${gone}${left.length === 0 ? '' : `; NOT GONE: ${left.join(', ')}`}`;
}

function findingLine(count: number): string {
  return count === 0 ? 'no findings' : `${count} ${count === 1 ? 'finding' : 'findings'}`;
}
