import type { RunOutcome } from '../../run/run.ts';
import { paragraph } from './paragraph.ts';

/** One paragraph for each execution that went wrong, for each crossed threshold, and for what could not be released. */
export function runProblems({ state, executions, leftovers }: Pick<RunOutcome, 'state' | 'executions' | 'leftovers'>): string {
  const lines = executions.flatMap(({ scenario, end }) => {
    if (end.problem === undefined) return end.crossed.map((threshold) => `${scenario}: threshold crossed: ${threshold}`);
    const { message, place, hint } = end.problem;
    const text = paragraph({ place, message: `${scenario}: ${message}`, hint });
    // A crossed threshold is a finding, and what a person ended is no error.
    return [end.state === 'threshold' || state === 'aborted' ? text : `error: ${text}`];
  });
  if (leftovers.length > 0)
    lines.push(`error: ${paragraph({ message: `not released: ${leftovers.join(', ')}`, hint: '`evenkeel instances reap` tries again.' })}`);
  return lines.map((line) => `${line}\n`).join('');
}
