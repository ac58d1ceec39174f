import { isoTime } from '../../core/units.ts';
import type { SyncLine, SyncOutcome } from '../../notify/jira/sync-options.ts';

/** What one look at both sides came to: a line each, and how many of each. */
export function describeSync({ done, problems, dead, waiting }: SyncOutcome, dryRun: boolean): string {
  const lines = [
    ...done.map((line) => lineOf(line, '')),
    ...problems.map((line) => lineOf(line, 'to look into: ')),
    ...dead.map((line) => lineOf(line, 'given up: ')),
    ...waiting.map((line) => lineOf(line, `not before ${isoTime(line.at)}: `)),
  ];
  const counts = [
    `${done.length} ${dryRun ? 'would be done' : 'done'}`,
    `${problems.length} to look into`,
    `${dead.length} given up`,
    `${waiting.length} waiting`,
  ];
  return `${lines.join('')}JIRA: ${counts.join(', ')}\n`;
}

/** What is new since the look before, for a process that looks again and again. */
export function newsOfSync(
  outcome: SyncOutcome,
  before: ReadonlySet<string>,
): { readonly text: string; readonly known: ReadonlySet<string> } {
  const standing = [
    ...outcome.problems.map((line) => lineOf(line, 'to look into: ')),
    ...outcome.dead.map((line) => lineOf(line, 'given up: ')),
  ];
  const fresh = [...outcome.done.map((line) => lineOf(line, '')), ...standing.filter((line) => !before.has(line))];
  return { text: fresh.map((line) => `JIRA: ${line}`).join(''), known: new Set(standing) };
}

function lineOf({ finding, text }: SyncLine, what: string): string {
  return `finding-${finding}: ${what}${text}\n`;
}
