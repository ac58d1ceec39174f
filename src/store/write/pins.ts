import type { Database } from '../sqlite.ts';

/** Evidence that something cites, and that therefore never expires. */
export function evidencePins(db: Database) {
  const pin = (where: string) => db.prepare(`update evidence set pinned = 1 where pinned = 0 and ${where}`);
  const bySha = pin('sha256 = ?');
  const byObservation = pin('sha256 = (select evidence from observations where id = ?)');
  const byRun = pin('sha256 in (select evidence from observations where run = ?)');
  const byOutage = pin('sha256 in (select evidence from observations where subject = ? and at between ? and ? and outcome <> 0)');
  return {
    link({ kind, ref }: { readonly kind: string; readonly ref: string }): void {
      if (kind === 'evidence' && /^[0-9a-f]{64}$/.test(ref)) bySha.run(Buffer.from(ref, 'hex'));
      if (kind === 'observation') byObservation.run(Number(ref));
    },
    run: (run: number): void => void byRun.run(run),
    /** Instants µs, both inclusive. */
    outage: (subject: number, from: number, to: number): void => void byOutage.run(subject, from, to),
  };
}
