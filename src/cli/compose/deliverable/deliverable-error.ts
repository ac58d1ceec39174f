import type { Problem } from '../../../../reports/deliverable/problem.ts';
import { HarnessError } from '../../../core/errors.ts';

/** Everything that an author has to mend, each with its place. */
export function deliverableError(problems: readonly Problem[]): HarnessError {
  const told = [...new Set(problems.map(({ place, message }) => `${place} ${message}`))];
  const [first] = problems;
  return new HarnessError('document-invalid', `Cannot write the deliverable: ${told.join('; ')}`, {
    ...(first === undefined ? {} : { place: first.place }),
    hint: 'docs/reports.md tells what a deliverable may ask for. Nothing was written.',
  });
}
