import { code, joined, note } from '../../blocks.ts';
import type { Block } from '../../document.ts';
import type { RunRow } from '../../../src/store/rows.ts';

/** Which of these runs did not come to their end; `means` says what that does to the figures. */
export function incomplete(runs: readonly RunRow[], means = ''): readonly Block[] {
  const broken = runs.filter(({ state }) => state !== 'done');
  if (broken.length === 0) return [];
  const named = broken.map(({ uid, state }) => [code(uid), ` is ${state.replace('_', ' ')}`]);
  return [note('Not complete: ', ...joined(named, ', '), `.${means}`)];
}
