import type { OutageRule } from '../analysis/outages.ts';
import type { Look, Outage } from '../analysis/types.ts';
import type { Clock } from '../core/clock.ts';
import type { StoreReader, StoreWriter } from '../store/api.ts';
import type { IncidentRow, ObservationRow } from '../store/rows.ts';
import { heldOutages } from './held-outages.ts';

export interface WatchedProbe extends OutageRule {
  readonly target: string;
  readonly probe: string;
  readonly everyMs: number;
  readonly timeoutMs: number;
}

/** Instants µs; the bounds of an outage as in `Outage`. */
export interface IncidentEvent {
  readonly kind: 'opened' | 'closed';
  readonly probe: WatchedProbe;
  /** The most frequent code of the failures that were looked at. */
  readonly code: string;
  readonly firstBadAt: number;
  readonly lastBadAt: number;
  readonly firstOkAt: number | null;
}

export interface IncidentPorts {
  readonly reader: Pick<StoreReader, 'observations' | 'incidents'>;
  readonly journal: Pick<StoreWriter, 'incident'>;
  readonly clock: Clock;
  /** A person wants to know. */
  readonly tell: (event: IncidentEvent) => void;
}

/** How far back the first look goes when nothing is open: at least this, and long enough for an outage to show. */
const FIRST_WINDOW_US = 3_600_000_000;
/** Looks are stored in groups, by several processes: one may come this much later than another of its time. */
const LATE_US = 120_000_000;
/** While an outage lasts, its last failure is written down this often. */
const REFRESH_US = 60_000_000;

/**
 * Turns stored looks into incidents: opens one when a probe is down, follows it, closes it when it is up again.
 * It reads what any process measured, and what it wrote before: a restart goes on where the last one ended.
 */
export function createIncidentFollower(probes: readonly WatchedProbe[], ports: IncidentPorts): { look(): Promise<void> } {
  const watched = probes.map((probe) => ({ probe, settledAt: null as number | null }));
  return {
    async look() {
      const now = ports.clock.now();
      const known = await ports.reader.incidents({});
      for (const each of watched) {
        const { target, probe: key } = each.probe;
        const own = known.filter((row) => row.target === target && row.subjectKind === 'probe' && row.subjectKey === key);
        each.settledAt = await follow(each.probe, own, each.settledAt, now, ports);
      }
    },
  };
}

/** Gives the instant before which nothing of this probe matters any more: the next look at the store begins there. */
async function follow(
  probe: WatchedProbe,
  known: readonly IncidentRow[],
  settledAt: number | null,
  now: number,
  ports: IncidentPorts,
): Promise<number | null> {
  const open = known.find(({ closedAt }) => closedAt === null);
  const holeUs = ((probe.openAfter + 1) * probe.everyMs + probe.timeoutMs) * 1000;
  const rows = await ports.reader.observations({
    from: open?.lastBadAt ?? settledAt ?? now - Math.max(FIRST_WINDOW_US, 2 * holeUs),
    to: now + 1,
    subjectKind: 'probe',
    subjectKey: probe.probe,
    target: probe.target,
  });
  const [first] = rows;
  if (first === undefined) return settledAt;
  const looks = rows.map((row) => lookOf(row));
  // What is open was down at that instant, also where its look is not there any more.
  if (open !== undefined && looks[0]?.at !== open.lastBadAt) looks.unshift({ at: open.lastBadAt, outcome: 'failed', code: null, obs: 0 });
  for (const [index, outage] of heldOutages(looks, { rule: probe, holeUs, isOpen: open !== undefined }).entries()) {
    const row = index === 0 ? open : undefined;
    if (row === undefined && known.some((other) => overlaps(other, outage))) continue;
    await write(probe, first.subjectId, row, outage, now, ports);
  }
  const lastOk = looks.findLast(({ outcome }) => outcome === 'ok' || outcome === 'slow')?.at ?? 0;
  const settled = Math.max(settledAt ?? 0, lastOk - LATE_US - probe.timeoutMs * 1000);
  return settled > 0 ? settled : null;
}

async function write(
  probe: WatchedProbe,
  subject: number,
  row: IncidentRow | undefined,
  outage: Outage,
  now: number,
  { journal, tell }: IncidentPorts,
): Promise<void> {
  const { lastBadAt, firstOkAt, code } = outage;
  if (row !== undefined && firstOkAt === null && lastBadAt - row.lastBadAt < REFRESH_US) return;
  // Where it goes on, the looks begin within the outage: what was known of its start stays.
  const { firstBadAt, lastOkAt } = row ?? outage;
  const closedAt = firstOkAt === null ? null : now;
  await journal.incident({ subject, kind: 'outage', lastOkAt, firstBadAt, lastBadAt, firstOkAt, closedAt });
  const event = { probe, code, firstBadAt, lastBadAt, firstOkAt };
  if (row === undefined) tell({ kind: 'opened', ...event });
  if (firstOkAt !== null) tell({ kind: 'closed', ...event });
}

function overlaps({ firstBadAt, lastBadAt }: IncidentRow, outage: Outage): boolean {
  return firstBadAt <= outage.lastBadAt && outage.firstBadAt <= lastBadAt;
}

function lookOf({ at, outcome, code, id, attempt }: ObservationRow): Look {
  return { at, outcome: attempt > 0 ? 'unknown' : outcome, code, obs: id };
}
