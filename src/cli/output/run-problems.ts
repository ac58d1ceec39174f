import type { RunOutcome } from '../../run/run.ts';
import { paragraph } from './paragraph.ts';

/** One paragraph for each execution that went wrong, for each crossed threshold, for what could not be released, and for what could not be stored. */
export function runProblems({
  state,
  executions,
  leftovers,
  lost,
}: Pick<RunOutcome, 'state' | 'executions' | 'leftovers' | 'lost'>): string {
  const lines = executions.flatMap(({ scenario, end }) => {
    if (end.problem === undefined) return end.crossed.map((threshold) => `${scenario}: threshold crossed: ${threshold}`);
    const { message, place, hint } = end.problem;
    const text = paragraph({ place, message: `${scenario}: ${message}`, hint });
    // A crossed threshold is a finding, and what a person ended is no error.
    return [end.state === 'threshold' || state === 'aborted' ? text : `error: ${text}`];
  });
  if (leftovers.length > 0)
    lines.push(`error: ${paragraph({ message: `not released: ${leftovers.join(', ')}`, hint: '`evenkeel instances reap` tries again.' })}`);
  if (lost > 0)
    lines.push(
      `error: ${paragraph({ message: `${lost} observations could not be stored, and the report lacks them`, hint: 'Look at the space on the disk of the store.' })}`,
    );
  return lines.map((line) => `${line}\n`).join('');
}
