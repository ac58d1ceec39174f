import type { Database } from '../sqlite.ts';
import type { Window, WindowLooks, WindowSubjectRow } from '../window-rows.ts';
import type { LeftOut } from './left-out.ts';
import { joinedColumn, windowSlices } from './window-slices.ts';

const FAILED = 2;

type Row = [at: number, outcome: number, obs: number, marks: number, code: string | null, isForeign: number];

/** What the watch saw of its probes: a subject at a time, as columns. */
export function windowLooks(db: Database, leftOut: LeftOut) {
  const subjects = db.prepare(
    `select s.id, s.kind, s.key, t.name as target, b.name as observer,
       (select o.at from observations o where o.subject = s.id and o.at >= @from and o.at < @to and o.run is null and o.attempt = 0 and o.outcome = 0
         order by o.at limit 1) as firstOkAt
     from subjects s join targets t on t.id = s.target join observers b on b.id = s.observer
     where s.kind = 'probe' and (@target is null or t.name = @target)
       and exists (select 1 from observations o where o.subject = s.id and o.at >= @from and o.at < @to and o.run is null and o.attempt = 0)
     order by t.name, s.key, b.name, s.id`,
  );
  const looks = db
    .prepare(
      `select at, outcome, id, marks, code, run is not null or attempt > 0 from observations
       where subject = ? and at >= ? and at < ? order by at, id`,
    )
    .raw();
  return {
    windowSubjects: ({ from, to, target }: Window & { readonly target?: string }): readonly WindowSubjectRow[] =>
      subjects.all({ from, to, target: target ?? null }) as WindowSubjectRow[],
    looksOfSubject({ subject, from, to }: Window & { readonly subject: number }): WindowLooks {
      const out: number[] = [];
      const slices = windowSlices({ from, to }).map((slice) => {
        const all = looks.all(subject, slice.from, slice.to) as Row[];
        for (const [, outcome, obs, , , isForeign] of all) if (outcome >= FAILED || isForeign === 1) out.push(obs);
        const rows = all.filter(([, , , , , isForeign]) => isForeign === 0);
        return {
          at: Float64Array.from(rows, ([at]) => at),
          outcome: Uint8Array.from(rows, ([, outcome]) => outcome),
          obs: Float64Array.from(rows, ([, , obs]) => obs),
          marks: Uint8Array.from(rows, ([, , , marks]) => marks),
          codes: rows.flatMap(([, outcome, , , code], index) => (outcome === FAILED ? [{ index, code }] : [])),
        };
      });
      leftOut.remember(subject, { from, to }, out);
      const codes = new Map<number, string | null>();
      let before = 0;
      for (const slice of slices) {
        for (const { index, code } of slice.codes) codes.set(before + index, code);
        before += slice.at.length;
      }
      const floats = (length: number): Float64Array => new Float64Array(length);
      const bytes = (length: number): Uint8Array => new Uint8Array(length);
      return {
        at: joinedColumn(
          floats,
          slices.map(({ at }) => at),
        ),
        outcome: joinedColumn(
          bytes,
          slices.map(({ outcome }) => outcome),
        ),
        obs: joinedColumn(
          floats,
          slices.map(({ obs }) => obs),
        ),
        marks: joinedColumn(
          bytes,
          slices.map(({ marks }) => marks),
        ),
        codes,
      };
    },
  };
}
