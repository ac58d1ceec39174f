import type { Observation } from '../../core/observation.ts';

/** An observation with its place in the session's own order, which no step of a clock changes. */
export interface Numbered {
  readonly seq: number;
  readonly observation: Observation;
}

/** Another session's writer waits for this many rows at most; an observation is never split, however many samples it has. */
const ROWS_PER_TRANSACTION = 1_000;

/** Cuts a group commit into transactions, one subject's observations side by side, so that each touches few pages. */
export function transactions(batch: readonly Numbered[]): readonly (readonly Numbered[])[] {
  const bySubject = new Map<string, Numbered[]>();
  for (const item of batch) {
    const { target, subject } = item.observation;
    const key = `${target}\n${subject.kind}\n${subject.key}`;
    const group = bySubject.get(key);
    if (group === undefined) bySubject.set(key, [item]);
    else group.push(item);
  }
  const cut: Numbered[][] = [];
  let rows = ROWS_PER_TRANSACTION;
  for (const item of [...bySubject.values()].flat()) {
    const size = 1 + item.observation.samples.length;
    if (rows + size > ROWS_PER_TRANSACTION) {
      cut.push([]);
      rows = 0;
    }
    cut.at(-1)?.push(item);
    rows += size;
  }
  return cut;
}
