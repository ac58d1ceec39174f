import { timeBetweenOutages, type TimeBetweenOutages } from '../../src/analysis/time-between-outages.ts';
import type { EventRow, EvidenceRow, FindingRow, IncidentRow, ObservationRow } from '../../src/store/rows.ts';
import type { Window, WindowLooks, WindowPlan } from '../../src/store/window-rows.ts';
import type { Selection } from '../document.ts';
import type { WatchedProbe } from '../status/watched-probe.ts';

/** What was read of one incident and the time around it. */
export interface IncidentFacts {
  readonly incident: IncidentRow;
  /** All incidents of the store. */
  readonly incidents: readonly IncidentRow[];
  /** From some time before it until some time after it. */
  readonly around: Window;
  /** Looks at its subject in that time. */
  readonly looks: WindowLooks;
  /** The rows of `shownLooks`. */
  readonly observations: readonly ObservationRow[];
  /** Raw answers of the first look with each code. */
  readonly evidence: readonly EvidenceRow[];
  /** What the looks at other probes found during it. */
  readonly others: readonly WatchedProbe[];
  /** Acts of runs that failed or were slow during it, the first of them. */
  readonly acts: readonly ObservationRow[];
  readonly plan: WindowPlan;
  readonly events: readonly EventRow[];
  readonly findings: readonly FindingRow[];
  /** The subject over the time for which its looks are kept; null where none is left. */
  readonly history: WatchedProbe | null;
}

/** The looks of a timeline: `between` counts those left out before this one. */
export interface ShownLook {
  readonly index: number;
  readonly between: number;
}

export interface IncidentModel extends IncidentFacts {
  readonly title: string;
  /** From its first failure until it was seen up again, or the last failure. */
  readonly during: Window;
  readonly shown: readonly ShownLook[];
  /** Codes of its failures, the most frequent first. */
  readonly codes: readonly { readonly code: string; readonly n: number }[];
  readonly cause: IncidentRow | null;
  readonly caused: readonly IncidentRow[];
  /** Of the same subject, before it, oldest first. */
  readonly earlier: readonly IncidentRow[];
  readonly between: TimeBetweenOutages | null;
  /** Looks at its subject in a stretch of time. */
  readonly select: (window: Window, more?: Partial<Selection>) => Selection;
}

/** Looks that are shown on each side of its start, and of its end. */
const SHOWN = 6;

/** Pure: same facts, same model. */
export function incidentModel(facts: IncidentFacts): IncidentModel {
  const { incident, incidents, looks, history } = facts;
  const { id, subjectKind: kind, subjectKey: key, target, observer } = incident;
  const during = duringOf(incident);
  return {
    ...facts,
    title: `Incident ${id}: ${key} of ${target}`,
    during,
    shown: shownLooks(looks, incident),
    codes: codesIn(looks, during),
    cause: incidents.find((other) => other.id === incident.cause) ?? null,
    caused: incidents.filter(({ cause }) => cause === id),
    earlier: incidents.filter((other) => other.subjectId === incident.subjectId && other.firstBadAt < incident.firstBadAt),
    between: history === null ? null : timeBetweenOutages(history.outages, history.availability),
    select: (window, more = {}) => ({
      rows: 'observations',
      runs: [],
      window: { from: window.from, to: window.to },
      subject: { kind, key },
      target,
      observer,
      ...more,
    }),
  };
}

/** From the first failure to the first success after it; where none was seen, past the last failure. */
export function duringOf({ firstBadAt, lastBadAt, firstOkAt }: IncidentRow): Window {
  return { from: firstBadAt, to: firstOkAt ?? lastBadAt + 1 };
}

/** The looks around its start and its end. */
export function shownLooks({ at }: WindowLooks, { firstBadAt, lastBadAt }: IncidentRow): readonly ShownLook[] {
  const first = at.findIndex((instant) => instant >= firstBadAt);
  const last = at.findLastIndex((instant) => instant <= lastBadAt);
  const shown: ShownLook[] = [];
  let before = 0;
  for (let index = 0; index < at.length; index += 1) {
    const isNear = (place: number): boolean => place !== -1 && Math.abs(index - place) <= SHOWN;
    if (!isNear(first) && !isNear(last)) continue;
    shown.push({ index, between: shown.length === 0 ? 0 : index - before - 1 });
    before = index;
  }
  return shown;
}

function codesIn({ at, outcome, codes }: WindowLooks, { from, to }: Window): IncidentModel['codes'] {
  const counts = new Map<string, number>();
  for (const [index, code] of codes) {
    const instant = at[index] as number;
    if (outcome[index] === 2 && instant >= from && instant < to) counts.set(code ?? 'failed', (counts.get(code ?? 'failed') ?? 0) + 1);
  }
  return [...counts].map(([code, n]) => ({ code, n })).toSorted((a, b) => b.n - a.n || (a.code < b.code ? -1 : 1));
}
