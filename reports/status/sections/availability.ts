import { heading, paragraph, table } from '../../blocks.ts';
import { constant } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { foundMapFigure } from '../../figures/found-map.ts';
import { failureWords } from '../../run/outage-words.ts';
import type { StatusModel } from '../model.ts';
import { availableWords, downWords, looksClaim, observedWords, probeName } from '../probe-words.ts';
import type { WatchedDay, WatchedProbe } from '../watched-probe.ts';

/** More would be unreadable; the tables name every probe. */
const DRAWN = 40;
/** Rows of the table by day. */
const DAYS_LISTED = 400;

/** What share of the observed time each probe was up, with both bounds, and on which days it was not. */
export function availabilitySection(model: StatusModel): readonly Block[] {
  const head = heading(1, 'Availability', 'availability');
  if (model.probes.length === 0) return [head, paragraph('Not observed, because no probe was looked at outside runs.')];
  return [head, ...foundMap(model), probeTable(model), ...dayTable(model)];
}

function foundMap(model: StatusModel): readonly Block[] {
  const { probes } = model;
  const cut: readonly Inline[] =
    probes.length > DRAWN ? [' Only the first ', constant(DRAWN, 'count', 'probes that the figure shows'), ' are drawn.'] : [];
  const [cell] = probes[0]?.cells.slice(1) ?? [];
  const step = cell === undefined ? 0 : (cell.to - cell.from) / 1e6;
  const each: readonly Inline[] = step === 0 ? [] : [' (', constant(step, 'seconds', 'length of a stretch in the figure'), ')'];
  const caption = ['The worst that the looks of each stretch of time', ...each, ' found; what failed stands taller.', ...cut];
  const alt =
    'A row for each probe along the calendar: stretches in which all looks were ok, some were slow or failed, an outage lay, or nobody looked';
  const names = plainNames(probes.slice(0, DRAWN));
  return [
    foundMapFigure(
      { id: 'found', caption, alt },
      probes.slice(0, DRAWN).map(({ cells }, index) => ({ name: names[index] ?? '', cells })),
    ),
  ];
}

/** As a figure calls them: by key, and by what tells those apart that share one. */
export function plainNames(
  probes: readonly { readonly subject: Pick<WatchedProbe['subject'], 'key' | 'target' | 'observer'> }[],
): readonly string[] {
  const several = (of: (probe: (typeof probes)[number]) => string): boolean => new Set(probes.map(of)).size > 1;
  const isTarget = several(({ subject }) => subject.target);
  const isObserver = several(({ subject }) => subject.observer);
  return probes.map(
    ({ subject: { key, target, observer } }) => `${isTarget ? `${target} ` : ''}${key}${isObserver ? ` (${observer})` : ''}`,
  );
}

function probeTable(model: StatusModel): Block {
  const rows = model.probes.map((probe): readonly (readonly Inline[])[] => [
    probeName(model, probe),
    [looksClaim(probe, probe.all.looks)],
    [looksClaim(probe, probe.all.slow, ['slow'])],
    [looksClaim(probe, probe.all.failed, ['failed'])],
    availableWords(probe, probe.availability),
    downWords(probe),
    failureWords(probe),
    [constant(probe.rule.openAfter, 'count', 'failures in a row that open an outage')],
    [constant(probe.rule.closeAfter, 'count', 'successes in a row that close it')],
  ]);
  const caption = [
    'Available: of the time that was observed; the bounds are what the looks leave open about when outages began and ended. Failed outside outages: single failures, with the interval of their share.',
  ];
  const titles = ['Probe', 'Looks>', 'Slow>', 'Failed>', 'Available>', 'Down>', 'Failed outside outages', 'Opens after>', 'Closes after>'];
  return table('availability-table', caption, titles, rows);
}

/** Days on which all went well are one sentence. */
function dayTable(model: StatusModel): readonly Block[] {
  const entries = model.probes.flatMap((probe) => probe.days.filter(isNotable).map((day) => ({ probe, day })));
  if (entries.length === 0) return [paragraph('On every day each probe was looked at, and every look succeeded.')];
  const rows = entries
    .toSorted((a, b) => a.day.from - b.day.from)
    .slice(0, DAYS_LISTED)
    .map(({ probe, day }): readonly (readonly Inline[])[] => {
      const ofDay = { ...probe, selection: { ...probe.selection, window: { from: day.from, to: day.to } } };
      return [
        [{ time: day.from }],
        probeName(model, probe),
        [looksClaim(ofDay, day.looks)],
        [looksClaim(ofDay, day.failed, ['failed'])],
        [looksClaim(ofDay, day.unknown, ['unknown'])],
        availableWords(probe, day.availability, day),
        observedWords(probe, day.availability, day),
      ];
    });
  const cut: readonly Inline[] =
    entries.length > DAYS_LISTED
      ? [' Only the first ', constant(DAYS_LISTED, 'count', 'rows of the table by day'), ' rows are printed.']
      : [];
  const caption = ['Days (UTC) on which a look failed or said nothing, or nobody looked; on all others every look succeeded.', ...cut];
  return [table('days-table', caption, ['Day from', 'Probe', 'Looks>', 'Failed>', 'Unknown>', 'Available>', 'Observed>'], rows)];
}

function isNotable({ looks, failed, unknown }: WatchedDay): boolean {
  return looks === 0 || failed > 0 || unknown > 0;
}
