import type { ObservationRow } from '../../src/store/rows.ts';

/** Indices, in the list given, of the failures of one outage; `ended` is false while it lasts. */
export interface OutageRun {
  readonly failures: readonly number[];
  readonly ended: boolean;
}

/** Outages in observations of one subject, in time order, each run for itself: `openAfter` failures in a row open one, `closeAfter` successes close it. */
export function outageRuns(
  rows: readonly Pick<ObservationRow, 'runId' | 'outcome'>[],
  openAfter: number,
  closeAfter: number,
): readonly OutageRun[] {
  const found: OutageRun[] = [];
  let failures: number[] = [];
  let successes = 0;
  const cut = (): void => {
    if (failures.length >= openAfter) found.push({ failures, ended: false });
    failures = [];
    successes = 0;
  };
  rows.forEach((row, index) => {
    if (index > 0 && rows[index - 1]?.runId !== row.runId) cut();
    if (row.outcome === 'unknown') return;
    if (row.outcome === 'failed') {
      failures.push(index);
      successes = 0;
      return;
    }
    successes += 1;
    const open = failures.length >= openAfter;
    if (open && successes < closeAfter) return;
    if (open) found.push({ failures, ended: true });
    failures = [];
    successes = 0;
  });
  cut();
  return found;
}

/** The rows that belong to no outage and say something about the target. */
export function outsideOutages(rows: readonly ObservationRow[], openAfter: number, closeAfter: number): readonly ObservationRow[] {
  const runs = outageRuns(rows, openAfter, closeAfter);
  const within = (index: number): boolean =>
    runs.some(({ failures, ended }) => {
      const [from, to] = [failures[0] as number, failures.at(-1) as number];
      return index >= from && (index <= to || (!ended && rows[index]?.runId === rows[from]?.runId));
    });
  return rows.filter((row, index) => row.outcome !== 'unknown' && !within(index));
}
