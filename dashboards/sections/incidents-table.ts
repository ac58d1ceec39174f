import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { historyTable } from '../panels.ts';
import { SQL_TARGET } from '../queries.ts';

/** Incidents that touch the range shown, with both bounds. */
export function incidentsTable(width: number): Builder<Panel> {
  return historyTable(
    {
      title: 'Incidents',
      description:
        'The true start lies between last ok and first bad, the true end between last bad and first ok. Empty first ok: still open.',
      unit: 'none',
      width,
    },
    `select time as "first bad", last_ok as "last ok", last_bad as "last bad", first_ok as "first ok", target, key as subject, kind
from g_incidents
where ${SQL_TARGET} and at_us < $__to * 1000 and (closed is null or closed >= $__from / 1000)
order by at_us desc`,
    { times: ['first bad', 'last ok', 'last bad', 'first ok'] },
  );
}
