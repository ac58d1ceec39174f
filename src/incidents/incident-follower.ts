import { outages } from '../analysis/outages.ts';
import type { Look, Outage } from '../analysis/types.ts';
import type { Clock } from '../core/clock.ts';
import type { StoreReader, StoreWriter } from '../store/api.ts';
import type { IncidentRow, ObservationRow } from '../store/rows.ts';

export interface WatchedProbe {
  readonly target: string;
  readonly probe: string;
  readonly openAfter: number;
  readonly closeAfter: number;
}

export interface IncidentPorts {
  readonly reader: Pick<StoreReader, 'observations' | 'incidents'>;
  readonly journal: Pick<StoreWriter, 'incident'>;
  readonly clock: Clock;
  /** A person wants to know. */
  readonly tell: (event: { readonly kind: 'opened' | 'closed'; readonly probe: WatchedProbe; readonly outage: Outage }) => void;
}

/** How far back one look goes when nothing is open: long enough to see the last success before an outage. */
const WINDOW_US = 3_600_000_000;

/**
 * Turns stored looks into incidents: opens one when a probe is down, follows it, closes it when it is up again.
 * It reads what any process measured, and what it wrote before: a restart goes on where the last one ended.
 */
export function createIncidentFollower(probes: readonly WatchedProbe[], ports: IncidentPorts): { look(): Promise<void> } {
  return {
    async look() {
      const now = ports.clock.now();
      const known = await ports.reader.incidents({});
      for (const probe of probes) {
        const own = known.filter(
          ({ target, subjectKind, subjectKey }) => target === probe.target && subjectKind === 'probe' && subjectKey === probe.probe,
        );
        await follow(probe, own, now, ports);
      }
    },
  };
}

async function follow(probe: WatchedProbe, known: readonly IncidentRow[], now: number, ports: IncidentPorts): Promise<void> {
  const open = known.find(({ closedAt }) => closedAt === null);
  const from = Math.min(now - WINDOW_US, open?.lastOkAt ?? open?.firstBadAt ?? now);
  const rows = await ports.reader.observations({ from, to: now + 1, subjectKind: 'probe', subjectKey: probe.probe, target: probe.target });
  const [first] = rows;
  if (first === undefined) return;
  for (const outage of outages(
    rows.map((row) => lookOf(row)),
    probe,
  )) {
    const row = known.find(({ firstBadAt }) => firstBadAt === outage.firstBadAt) ?? overlapping(known, outage);
    if (row !== undefined && row.closedAt !== null) continue;
    await ports.journal.incident({
      subject: first.subjectId,
      kind: 'outage',
      // The window may begin inside the outage: what was known of its start stays.
      lastOkAt: row?.lastOkAt ?? outage.lastOkAt,
      firstBadAt: row?.firstBadAt ?? outage.firstBadAt,
      lastBadAt: outage.lastBadAt,
      firstOkAt: outage.firstOkAt,
      closedAt: outage.firstOkAt === null ? null : now,
    });
    if (row === undefined) ports.tell({ kind: 'opened', probe, outage });
    if (outage.firstOkAt !== null) ports.tell({ kind: 'closed', probe, outage });
  }
}

function overlapping(known: readonly IncidentRow[], outage: Outage): IncidentRow | undefined {
  return known.find(({ firstBadAt, lastBadAt }) => firstBadAt <= outage.lastBadAt && outage.firstBadAt <= lastBadAt);
}

function lookOf({ at, outcome, code, id, attempt }: ObservationRow): Look {
  return { at, outcome: attempt > 0 ? 'unknown' : outcome, code, obs: id };
}
