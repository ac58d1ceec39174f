import { documentedCode, type Documented } from '../../src/core/documented-code.ts';
import type { RunModel } from './model.ts';
import type { WatchedSubject } from './watched-subject.ts';

const WORDS: { readonly [said in Documented]: string } = {
  documented: 'documented',
  undocumented: 'undocumented',
  'no answer': 'no answer, so no code of theirs',
  'no list': 'no list is configured',
};

/** What the documented lists say of a subject's error code. The provider's own list is of its API and of renting through it. */
export function documentedWords({ facts, errorCodes }: RunModel, { subject }: WatchedSubject, code: string): string {
  const { kind, key, target } = subject;
  const configured = Object.hasOwn(errorCodes, target) ? (errorCodes[target] ?? {}) : {};
  const isProviders = kind === 'api_call' || kind === 'phase';
  const own = facts.runs.filter((run) => isProviders && run.target === target).flatMap(({ plan }) => plan.rented?.documentedCodes ?? []);
  return WORDS[documentedCode(code, key, configured, own)];
}
