import type { RunOutcome } from '../../run/run.ts';

/** One paragraph for each execution that went wrong, and for what could not be released. */
export function runProblems(outcome: RunOutcome): string {
  const executions = outcome.executions.flatMap(({ scenario, end }) => {
    const { problem, crossed, state } = end;
    if (problem !== undefined) {
      const place = problem.place === undefined ? '' : `${problem.place}: `;
      return [`${scenario} (${state}): ${place}${problem.message}${problem.hint === undefined ? '' : ` ${problem.hint}`}`];
    }
    return crossed.map((threshold) => `${scenario}: threshold crossed: ${threshold}`);
  });
  const leftovers =
    outcome.leftovers.length === 0 ? [] : [`not released: ${outcome.leftovers.join(', ')}. \`evenkeel instances reap\` tries again.`];
  return [...executions, ...leftovers].map((line) => `${line}\n`).join('');
}
