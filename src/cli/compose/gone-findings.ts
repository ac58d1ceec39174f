import type { FindingsConfig } from '../../config/types.ts';
import { isoTime } from '../../core/units.ts';
import type { StoreReader } from '../../store/api.ts';
import type { FindingRow, RunRow } from '../../store/rows.ts';
import { ruleSubject } from './rule-subject.ts';

export interface GoneFinding {
  readonly id: number;
  /** Why it may be closed. */
  readonly words: string;
}

type Reader = Pick<StoreReader, 'runs' | 'incidents' | 'lastLook'>;

/**
 * Findings of rules whose condition is gone: what they are about was looked at since it was seen last, nothing of it is open, and its rule found nothing in so
 * many finished runs or for so long. Closing them is left to a person. `now`: µs.
 */
export async function goneFindings(
  findings: readonly FindingRow[],
  { goneAfter }: Pick<FindingsConfig, 'goneAfter'>,
  reader: Reader,
  now: number,
): Promise<readonly GoneFinding[]> {
  const runsOf = new Map<string, readonly RunRow[]>();
  const gone: GoneFinding[] = [];
  for (const { id, status, rule, target, seenAt } of findings) {
    const subject = ruleSubject(rule);
    if (subject === null || target === null || status === 'Resolved' || status === 'Closed') continue;
    const runs = runsOf.get(target) ?? (await reader.runs({ target, state: 'done' }));
    runsOf.set(target, runs);
    const since = runs.filter(({ startedAt }) => startedAt > seenAt).length;
    const isLong = now - seenAt >= goneAfter.ms * 1000;
    if (since < goneAfter.runs && !isLong) continue;
    if ('key' in subject) {
      const { kind: subjectKind, key: subjectKey } = subject;
      if (((await reader.lastLook({ subjectKind, subjectKey, target })) ?? 0) <= seenAt) continue;
      const open = await reader.incidents({ open: true, target });
      if (open.some((row) => row.subjectKind === subjectKind && row.subjectKey === subjectKey)) continue;
    } else if (since === 0) continue;
    gone.push({
      id,
      words: `its rule has found nothing since ${isoTime(seenAt)}${since === 0 ? '' : `, in ${since} finished ${since === 1 ? 'run' : 'runs'}`}`,
    });
  }
  return gone;
}

/** One line each, for a terminal. */
export function goneLines(gone: readonly GoneFinding[]): string {
  return gone.map(({ id, words }) => `finding-${id} may be closed: ${words}\n`).join('');
}
