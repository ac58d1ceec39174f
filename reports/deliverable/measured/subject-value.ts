import { joined } from '../../blocks.ts';
import type { Inline, Selection } from '../../document.ts';
import { downtimeWords } from '../../run/outage-words.ts';
import type { WatchedSubject } from '../../run/watched-subject.ts';
import { refuse } from '../refuse.ts';
import type { Directive } from '../text/directive.ts';
import { takeArguments, type Arguments } from './arguments.ts';
import type { Measured } from './campaigns.ts';
import { PRINT_OPTIONS, printQuantity } from './print-quantity.ts';

/** What can be said of a probe (`probe=`) or an operation of the provider's API (`operation=`). */
export const SUBJECT_VALUES = ['availability', 'failures', 'looks', 'failed', 'downtime'] as const;

/**
 * `{{value availability probe=dns before}}`: of the observed time; `failures`: the share of failures outside outages; `looks`, `failed`: how many
 * looks there were, and how many of them failed; `downtime`: each outage with both bounds.
 */
export function subjectValue(directive: Directive, measured: Measured, asked: (typeof SUBJECT_VALUES)[number]): readonly Inline[] {
  const options = ['probe', 'operation', ...(asked === 'downtime' ? [] : PRINT_OPTIONS), ...(asked === 'failures' ? ['code'] : [])];
  const taken = takeArguments(directive, measured, { campaigns: 'one', options });
  const watched = subjectAsked(measured, taken);
  const { availability, failures, rule, selection, looks } = watched;
  const parameters = { openAfter: rule.openAfter, closeAfter: rule.closeAfter };
  switch (asked) {
    case 'availability':
      if (availability === null || availability.observedSeconds === 0)
        return refuse('has no data: availability is of probes that looked at least twice');
      return printQuantity(
        { ...availabilityOf(availability.share), recipe: { statistic: 'availability', of: selection, parameters } },
        taken,
      );
    case 'failures': {
      const code = taken.option('code');
      const part = code === undefined ? failures : failures.codes.find((entry) => entry.code === code);
      if (failures.n === 0) return refuse('has no data: there is no look outside outages');
      if (part === undefined)
        return refuse(
          `has no data: no look outside outages failed with ${code ?? ''}; codes are ${failures.codes.map((one) => one.code).join(', ') || 'none'}`,
        );
      const of: Selection = { ...selection, outcomes: ['failed'], ...(code === undefined ? {} : { code }) };
      const recipe = { statistic: 'share', of, against: selection, parameters } as const;
      return printQuantity({ value: part.share.value, unit: 'percent', recipe, interval: part.share }, taken);
    }
    case 'looks':
      return printQuantity({ value: looks.length, unit: 'count', recipe: { statistic: 'count', of: selection } }, taken);
    case 'failed': {
      const of: Selection = { ...selection, outcomes: ['failed'] };
      const failed = looks.filter(({ outcome }) => outcome === 'failed').length;
      return printQuantity({ value: failed, unit: 'count', recipe: { statistic: 'count', of } }, taken);
    }
    case 'downtime':
      if (watched.outages.length === 0) return refuse(`has no data: no outage of it was seen in ${taken.campaigns.join('')}`);
      return joined(
        watched.outages.map((outage) => downtimeWords(watched, outage)),
        '; ',
      );
  }
}

function availabilityOf(share: {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number;
}) {
  return { value: share.value, unit: 'percent', ...(share.low === share.high ? {} : { interval: share }) } as const;
}

function subjectAsked(measured: Measured, { campaigns: [name = ''], option }: Arguments): WatchedSubject {
  const [probe, operation] = [option('probe'), option('operation')];
  const key = probe ?? operation ?? refuse('needs probe= or operation=');
  if (probe !== undefined && operation !== undefined) refuse('takes probe= or operation=, not both');
  const kind = probe === undefined ? 'api_call' : 'probe';
  const { subjects } = measured.model(name);
  const own = subjects.filter(({ subject }) => subject.kind === kind);
  const [found, second] = own.filter(({ subject }) => subject.key === key);
  const known = [...new Set(own.map(({ subject }) => subject.key))].join(', ');
  if (found === undefined) return refuse(`has no data: nothing looked at ${key} in ${name}; there is ${known === '' ? 'none' : known}`);
  return second === undefined ? found : refuse(`means ${key} of several targets`);
}
