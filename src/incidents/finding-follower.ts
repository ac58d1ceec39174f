import { changeFinding } from '../analysis/change-finding.ts';
import { outageFindings } from '../analysis/outage-findings.ts';
import type { Clock } from '../core/clock.ts';
import type { FindingLink, FindingRule } from '../core/finding.ts';
import type { FindingFound, StoreReader, StoreWriter } from '../store/api.ts';
import type { IncidentRow } from '../store/rows.ts';
import { incidentSubject, type IncidentSubject } from './incident-subject.ts';

export interface FindingPorts {
  readonly reader: Pick<StoreReader, 'incidents' | 'observations' | 'judgements'>;
  readonly journal: Pick<StoreWriter, 'finding'>;
  readonly clock: Clock;
  /** A person wants to know: it is new, or was Resolved. */
  readonly tell: (finding: { readonly id: number; readonly title: string; readonly isReopened: boolean }) => void;
}

/** What ended, or was judged, so long before the process began is history: µs. */
const BACK_US = 3_600_000_000;
/** Failed looks that a finding is linked to, of each incident. */
const MOST_LINKS = 20;

/**
 * What the watch sees becomes findings by the rules: incidents that last longer than their rule says, and changes for the worse. One fault gives one finding,
 * also where a run found it before; what is written twice is there once.
 */
export function createFindingFollower(
  rules: readonly FindingRule[],
  { reader, journal, clock, tell }: FindingPorts,
): { look(): Promise<void> } {
  const from = clock.now() - BACK_US;
  const handled = new Map<string, string>();

  const write = async (found: FindingFound): Promise<void> => {
    const { id, isNew, isReopened } = await journal.finding(found);
    if (isNew || isReopened) tell({ id, title: found.title, isReopened });
  };
  const followIncidents = async (): Promise<void> => {
    const all = (await reader.incidents({})).filter((row) => isOurs(row) && (row.closedAt === null || row.lastBadAt >= from));
    const fresh = new Set(all.filter((row) => handled.get(`incident ${row.id}`) !== stateOf(row)).map(({ id }) => id));
    if (fresh.size === 0) return;
    const subjects: IncidentSubject[] = [];
    for (const row of all) subjects.push(await incidentSubject(row, reader, MOST_LINKS));
    for (const { subjects: hit, draft } of outageFindings(subjects, rules, 'start')) {
      if (!hit.some(({ incident }) => fresh.has(incident.id))) continue;
      const { rule, also = [], title, impact, description } = draft;
      const target = hit[0]?.target ?? null;
      const links: FindingLink[] = hit.flatMap(({ incident, observations }) => [
        { kind: 'incident' as const, ref: String(incident.id) },
        ...observations.map((id) => ({ kind: 'observation' as const, ref: String(id) })),
      ]);
      const seenAt = Math.max(...hit.map(({ incident }) => incident.lastBadAt));
      await write({ rule, also, title, impact, description, target, at: clock.now(), seenAt, links });
    }
    for (const row of all) handled.set(`incident ${row.id}`, stateOf(row));
  };
  const followChanges = async (): Promise<void> => {
    if (!rules.some(({ when }) => when === 'change')) return;
    const judgements = await reader.judgements({ kind: 'change', from });
    for (const judgement of judgements.toReversed()) {
      const key = `judgement ${judgement.id}`;
      if (handled.has(key)) continue;
      const draft = changeFinding(judgement, rules);
      if (draft !== null) {
        const { since: seenAt = judgement.at } = judgement.result;
        const { rule, title, impact, description } = draft;
        const links = [{ kind: 'judgement' as const, ref: String(judgement.id) }];
        await write({ rule, title, impact, description, target: judgement.target, at: clock.now(), seenAt, links });
      }
      handled.set(key, '');
    }
  };
  return {
    async look() {
      await followIncidents();
      await followChanges();
    },
  };
}

function isOurs({ kind, subjectKind }: IncidentRow): boolean {
  return kind === 'outage' && subjectKind === 'probe';
}

/** What was written of an incident: it goes on, and it ends. */
function stateOf({ lastBadAt, firstOkAt }: IncidentRow): string {
  return `${lastBadAt} ${firstOkAt}`;
}
