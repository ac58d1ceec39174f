import type { FindingsConfig } from '../../config/types.ts';
import { isoTime } from '../../core/units.ts';
import type { StoreReader } from '../../store/api.ts';
import type { FindingRow, IncidentRow, RunRow } from '../../store/rows.ts';
import { ruleSubject, type RuleSubject } from './rule-subject.ts';

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
  for (const { id, status, rules, target, seenAt } of findings) {
    const subjects = rules.map((rule) => ruleSubject(rule));
    if (subjects.length === 0 || subjects.includes(null) || target === null || status === 'Resolved' || status === 'Closed') continue;
    const runs = runsOf.get(target) ?? (await reader.runs({ target, state: 'done' }));
    runsOf.set(target, runs);
    const since = runs.filter(({ startedAt }) => startedAt > seenAt).length;
    const isLong = now - seenAt >= goneAfter.ms * 1000;
    if (since < goneAfter.runs && !isLong) continue;
    const open = await reader.incidents({ open: true, target });
    let isGone = true;
    for (const subject of subjects)
      isGone &&= subject !== null && (await wasLookedAt(subject, { target, seenAt, open, runs: since }, reader));
    if (!isGone) continue;
    gone.push({
      id,
      words: `its rule has found nothing since ${isoTime(seenAt)}${since === 0 ? '' : `, in ${since} finished ${since === 1 ? 'run' : 'runs'}`}`,
    });
  }
  return gone;
}

interface Since {
  readonly target: string;
  readonly seenAt: number;
  readonly open: readonly IncidentRow[];
  /** Finished since. */
  readonly runs: number;
}

/** Whether somebody looked since, and nothing of it is open; what is judged in runs was looked at in a run. */
async function wasLookedAt(
  subject: RuleSubject,
  { target, seenAt, open, runs }: Since,
  reader: Pick<Reader, 'lastLook'>,
): Promise<boolean> {
  if (!('key' in subject)) return runs > 0;
  const { kind: subjectKind, key: subjectKey } = subject;
  if (open.some((row) => row.subjectKind === subjectKind && row.subjectKey === subjectKey)) return false;
  return ((await reader.lastLook({ subjectKind, subjectKey, target })) ?? 0) > seenAt;
}

/** One line each, for a terminal. */
export function goneLines(gone: readonly GoneFinding[]): string {
  return gone.map(({ id, words }) => `finding-${id} may be closed: ${words}\n`).join('');
}
