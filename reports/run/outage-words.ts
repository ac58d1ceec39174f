import type { Outage } from '../../src/analysis/types.ts';
import { claim, withInterval } from '../claim.ts';
import type { Inline, Selection } from '../document.ts';
import type { WatchedSubject } from './watched-subject.ts';

const listed = ({ selection: { runs } }: Pick<WatchedSubject, 'selection'>, observations: readonly number[]): Selection => ({
  rows: 'observations',
  runs,
  observations,
});

/** `at least 38 s, at most 40 s`: both bounds on how long it lasted. */
export function downtimeWords(watched: Pick<WatchedSubject, 'selection' | 'looks'>, outage: Outage): readonly Inline[] {
  const { downtime, observations, lastOkAt, firstOkAt } = outage;
  const least = claim(downtime.min, 'seconds', { statistic: 'span_seconds', of: listed(watched, observations) });
  if (downtime.max === null) {
    if (lastOkAt === null && firstOkAt === null) return ['at least ', least, ', from the first look to the last'];
    return ['at least ', least, firstOkAt === null ? ', open at the end' : ', start not seen'];
  }
  const around = watched.looks
    .filter(({ at, outcome }) => (at === lastOkAt || at === firstOkAt) && outcome !== 'failed' && outcome !== 'unknown')
    .map(({ obs }) => obs);
  const most = claim(downtime.max, 'seconds', { statistic: 'span_seconds', of: listed(watched, around) });
  return ['at least ', least, ', at most ', most];
}

/** `97.1 % (95.7 % … 98.6 %)`: the share of the observed time, with what the looks leave open; nothing is left open without an outage. */
export function availabilityWords({ availability, rule, selection }: WatchedSubject): readonly Inline[] {
  if (availability === null) return ['–'];
  if (availability.observedSeconds === 0) return ['not observed'];
  const parameters = { openAfter: rule.openAfter, closeAfter: rule.closeAfter };
  const { share } = availability;
  const recipe = { statistic: 'availability', of: selection, parameters } as const;
  return share.low === share.high ? [claim(share.value, 'percent', recipe)] : withInterval(share, 'percent', recipe);
}

/** Failures outside outages: `9 of 93 looks, 9.68 % (5.19 % … 17.4 %)`; `code`: those with this code only. */
export function failureWords(watched: Pick<WatchedSubject, 'selection' | 'rule' | 'failures'>, code?: string): readonly Inline[] {
  const { failures, rule, selection } = watched;
  const part = code === undefined ? failures : failures.codes.find((entry) => entry.code === code);
  if (part === undefined || failures.n === 0) return ['no looks outside outages'];
  const of: Selection = { ...selection, outcomes: ['failed'], ...(code === undefined ? {} : { code }) };
  const parameters = { openAfter: rule.openAfter, closeAfter: rule.closeAfter };
  const share = { statistic: 'share', of, against: selection, parameters } as const;
  const failed = 'failed' in part ? part.failed : part.n;
  return [
    claim(failed, 'count', { statistic: 'count', of, against: selection, parameters }),
    ' of ',
    claim(failures.n, 'count', {
      statistic: 'count',
      of: { ...selection, outcomes: ['ok', 'slow', 'failed'] },
      against: selection,
      parameters,
    }),
    ' looks, ',
    ...withInterval(part.share, 'percent', share),
  ];
}
