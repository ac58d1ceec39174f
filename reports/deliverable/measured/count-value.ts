import type { Inline, Recipe, Selection } from '../../document.ts';
import { refuse } from '../refuse.ts';
import type { Directive } from '../text/directive.ts';
import { takeArguments } from './arguments.ts';
import type { Measured } from './campaigns.ts';
import { FINDING_OPTIONS, findingsAsked, findingsSelection } from './findings-table.ts';

const COUNTED = ['findings', 'runs', 'instances', 'jobs'];

/** `{{value count findings status=Open}}`, `{{value count runs before}}`, `{{value count jobs cpu before outcome=failed}}`. */
export function countValue(directive: Directive, measured: Measured): readonly Inline[] {
  const [, what] = directive.words;
  if (what === 'findings') {
    const taken = takeArguments(directive, measured, { campaigns: 'none', options: FINDING_OPTIONS }, 2);
    const of = findingsSelection(taken);
    return [counted(findingsAsked(measured, taken).length, { statistic: 'count', of })];
  }
  if (what === 'runs' || what === 'instances') {
    const { campaigns } = takeArguments(directive, measured, { campaigns: 'one' }, 2);
    const { runs, facts } = measured.model(campaigns[0] ?? '');
    return [counted(what === 'runs' ? runs.length : facts.instances.length, { statistic: 'count', of: { rows: what, runs } })];
  }
  if (what === 'jobs') return countJobs(directive, measured);
  return refuse(`${what === undefined ? 'says nothing to count' : `cannot count "${what}"`}; there are ${COUNTED.join(', ')}`);
}

function countJobs(directive: Directive, measured: Measured): readonly Inline[] {
  const taken = takeArguments(directive, measured, { campaigns: 'one', kind: true, options: ['outcome'] }, 2);
  const { jobs, runs } = measured.model(taken.campaigns[0] ?? '');
  const job = jobs.find(({ kind }) => taken.kind === null || kind === taken.kind);
  if (job === undefined) return refuse(`has no data: ${taken.campaigns.join('')} has no such jobs`);
  const of: Selection = { rows: 'observations', runs, subject: { kind: 'job', key: job.kind } };
  const outcome = taken.option('outcome') ?? 'done';
  switch (outcome) {
    case 'done':
      return [counted(job.done, { statistic: 'count', of: { ...of, outcomes: ['ok', 'slow'] } })];
    case 'failed':
      return [counted(job.failed, { statistic: 'count', of: { ...of, outcomes: ['failed'] } })];
    case 'planned':
      return [counted(job.planned, { statistic: 'planned', of: { rows: 'runs', runs }, parameters: { job: job.kind } })];
    default:
      return refuse(`outcome=${outcome} is none of done, failed, planned`);
  }
}

function counted(value: number, recipe: Recipe): Inline {
  return { claim: true, value, text: String(value), recipe };
}
