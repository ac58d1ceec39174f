import { EXIT } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import type { CheckReport } from '../compose/check-target.ts';
import type { StoredVerdicts } from '../compose/store-verdicts.ts';
import { comparisonTable, crossCheckNotes } from './comparison-table.ts';

/** The verdict in its first line, then what bears on it, then the table. */
export function describeCheck(report: CheckReport, judgements: readonly StoredVerdicts[], exit: number): string {
  const lines = [firstLine(report), ...regressions(report, judgements), ...moreFailures(report), ...acknowledged(report)];
  for (const incident of report.openIncidents)
    lines.push(`open incident-${incident.id}: ${incident.target} ${incident.subjectKey} (${incident.kind})`);
  for (const incident of report.abandonedIncidents)
    lines.push(`incident-${incident.id} stays open and does not count: the config has no probe ${incident.subjectKey} any more`);
  for (const { id, state, reason } of report.objectives)
    if (state !== 'met') lines.push(`objective ${id}: ${state}${reason === null ? '' : ` (${reason})`}`);
  if (report.runs.length > 0) for (const { key, reason } of report.refused) lines.push(`not compared: ${key}: ${reason}`);
  const compared = report.series.map(({ key, level, spread }) => ({ metric: key, level, spread }));
  lines.push(...crossCheckNotes(compared));
  return `${lines.join('\n')}\n${comparisonTable(compared)}${exit === EXIT.measured ? '' : `exit ${exit}\n`}`;
}

function firstLine({ verdict, couldNot, need, series }: CheckReport): string {
  if (couldNot !== null) return couldNot;
  const decided = need === null ? '' : `: ${need} runs or hosts a side would decide`;
  // Nothing need be equivalent for that: where every bound on the bad side lies within the margin, no regression may be said.
  const isFine = verdict === 'inconclusive' && series.every(({ level, spread }) => level.noRegression && spread.noRegression);
  return `${verdict}${isFine ? ', but no regression' : ''}${decided}`;
}

function regressions({ series }: CheckReport, judgements: readonly StoredVerdicts[]): readonly string[] {
  return series.flatMap((one) =>
    [one.level, one.spread]
      .filter(({ verdict, claim }) => verdict === 'regression' && !one.acknowledged.includes(claim))
      .map(({ claim, ratio }) => {
        const id = judgements.find(({ key }) => key === one.key)?.[claim] ?? null;
        return `regression: ${one.key}, ${claim} ${ratio.value.toFixed(3)}${id === null ? '' : ` (judgement-${id})`}`;
      }),
  );
}

function moreFailures({ failures }: CheckReport): readonly string[] {
  return failures
    .filter(({ isMore }) => isMore)
    .map(({ subject, window, baseline, p, by }) => {
      const counted = by === 'events' ? `, ${window.events} and ${baseline.events} times` : '';
      const shares = `${window.failed} of ${window.n} failed, of the baseline ${baseline.failed} of ${baseline.n}${counted}`;
      return `fails more often: ${subject.kind} ${subject.key}: ${shares} (p ${p.greater.toPrecision(2)})`;
    });
}

function acknowledged(report: CheckReport): readonly string[] {
  return report.acknowledged.map(
    ({ key, claim, ratio, judgement, by, at, reason }) =>
      `acknowledged: ${key}, ${claim} ${ratio.toFixed(3)} (judgement-${judgement}, accepted by ${by} at ${isoTime(at)}: ${reason})`,
  );
}
