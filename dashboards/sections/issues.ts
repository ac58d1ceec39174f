import type { Section } from '../common.ts';
import { historyTable } from '../panels.ts';
import { SQL_TARGET } from '../queries.ts';
import { incidentsTable } from './incidents-table.ts';

export function issues(): Section {
  return {
    title: 'Issues',
    panels: [
      historyTable(
        {
          title: 'Findings',
          description: 'The issues table: open ones and those closed in the range shown. `evenkeel show` gives the evidence.',
          unit: 'none',
          width: 12,
        },
        `select finding, time as opened, closed, coalesce(target, 'all') as target, impact, status, title
from g_findings
where (target is null or ${SQL_TARGET}) and at_us < $__to * 1000 and (closed is null or closed >= $__from / 1000)
order by closed is not null, at_us desc`,
        { times: ['opened', 'closed'] },
      ),
      incidentsTable(12),
    ],
  };
}
