import type { Section } from '../common.ts';
import { historyPoints } from '../panels.ts';
import { actsOf, SQL_CAMPAIGN } from '../queries.ts';

const OF_CAMPAIGN = ` and ${SQL_CAMPAIGN}`;
const KIND = "target || ' ' || json_extract(tags, '$.job_kind')";

/** Every job as a point: the figure that a campaign is about. */
export function jobTimes(): Section {
  return {
    title: 'Jobs',
    panels: [
      historyPoints(
        {
          title: 'Job times',
          description: 'Every job that ended ok or slow, at its start, from 0 up. Failed jobs are in the table of runs.',
          unit: 's',
          width: 24,
          height: 10,
        },
        actsOf('job_duration_seconds', KIND, OF_CAMPAIGN),
      ),
      historyPoints(
        {
          title: 'CPU work',
          description: 'Events done per second by each CPU job; only jobs of one instrument may be compared. Higher is better.',
          unit: 'eps',
          width: 8,
        },
        actsOf('cpu_events_per_second', KIND, OF_CAMPAIGN),
      ),
      historyPoints(
        {
          title: 'IO throughput',
          description: 'Bytes written, or read past the page cache, per second by each IO job. Higher is better.',
          unit: 'binBps',
          width: 8,
        },
        actsOf('io_bytes_per_second', `${KIND} || ' ' || coalesce(json_extract(tags, '$.direction'), '')`, OF_CAMPAIGN),
      ),
      historyPoints(
        { title: 'Sync time', description: 'Mean time of one fsync within each IO job. Lower is better.', unit: 's', width: 8 },
        actsOf('io_sync_duration_seconds', KIND, OF_CAMPAIGN),
      ),
    ],
  };
}
