import type { Section } from '../common.ts';
import { historyTable, liveCurve, liveStat } from '../panels.ts';

/** What was created in a cloud and is not verified gone. */
export function ledger(): Section {
  return {
    title: 'What is rented',
    panels: [
      liveStat(
        {
          title: 'Overdue',
          description: 'Open resources past their expiry. `evenkeel instances reap` deletes them.',
          unit: 'short',
          width: 6,
          height: 8,
        },
        { expr: 'evenkeel_resources_overdue', legend: 'overdue' },
        [{ from: 1, colour: 'red' }],
      ),
      liveCurve(
        {
          title: 'Open resources',
          description: 'By state: intended, created, releasing, lost (the provider does not say what became of it).',
          unit: 'short',
          width: 18,
        },
        [{ expr: 'sum by (state) (evenkeel_resources_open)', legend: '{{state}}' }],
      ),
      historyTable(
        {
          title: 'Ledger',
          description: 'Open resources first, then the newest that are gone; at most 200. Not limited to the range shown.',
          unit: 'none',
          width: 24,
        },
        `select res.name, res.provider, res.kind, res.state, runs.uid as run, res.intended_at / 1000000.0 as intended,
  res.expires_at / 1000000.0 as expires, res.gone_at / 1000000.0 as gone, res.attempts, res.last_error as "last error"
from resources res
join runs on runs.id = res.run
order by res.state = 'gone', res.intended_at desc
limit 200`,
        { times: ['intended', 'expires', 'gone'] },
      ),
    ],
  };
}
