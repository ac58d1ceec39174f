import type { FindingRow } from '../../src/store/rows.ts';

/** A finding of a rule, as the store gives it; what is not said is empty. */
export function makeFinding(said: Partial<FindingRow> = {}): FindingRow {
  const { openedAt = 1_793_606_480_000_000, status = 'Open', rule = 'outage:probe:resolver' } = said;
  return {
    id: 1,
    title: 'probe resolver was down',
    impact: 'High',
    description: null,
    target: 'local',
    reporter: 'desk',
    intended: null,
    status,
    basis: null,
    rule,
    rules: rule === null ? [] : [rule],
    openedAt,
    seenAt: openedAt,
    closedAt: null,
    source: null,
    externalId: null,
    links: [],
    history: [{ at: openedAt, status, who: 'desk', reason: 'first seen' }],
    ...said,
  };
}
