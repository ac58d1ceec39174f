import type { Outage } from '../../../src/analysis/types.ts';
import { code, heading, joined, paragraph, table } from '../../blocks.ts';
import { evidenceLinks } from '../../cited-evidence.ts';
import { constant, count } from '../../claim.ts';
import type { Block, FigureBlock, Inline, ParagraphBlock, Selection, TableBlock } from '../../document.ts';
import { stripsFigure, type DrawnSubject } from '../../figures/strips.ts';
import { subjectWords } from '../../metric-words.ts';
import { documentedWords } from '../documented-words.ts';
import type { RunModel } from '../model.ts';
import { availabilityWords, downtimeWords, failureWords } from '../outage-words.ts';
import { sideCells, sideTitles, type Side } from '../side.ts';
import type { WatchedSubject } from '../watched-subject.ts';

/** More would be unreadable; the tables name every fault. */
const STRIPS = 30;

/** What was down, between which bounds, and what failed now and then. */
export function outagesSection(sides: readonly Side[]): readonly Block[] {
  const head = heading(1, 'Outages and intermittent faults', 'outages');
  if (sides.every(({ model }) => model.subjects.length === 0)) {
    return [head, paragraph('Not measured, because nothing was looked at again and again.')];
  }
  return [head, ...strips(sides), outageTable(sides), codeTable(sides), looksTable(sides)];
}

/** All probes of a single run; of several runs only what failed, each run from its own start. */
export function strips(sides: readonly Side[]): readonly FigureBlock[] {
  const single = sides.length === 1 && sides[0]?.model.runs.length === 1;
  const drawn = sides.flatMap(({ name, model }) =>
    model.subjects.flatMap(({ subject, looks, failures, outages }): readonly DrawnSubject[] => {
      if (failures.failed === 0 && outages.length === 0 && !(single && subject.kind === 'probe')) return [];
      const runOf = new Map(model.facts.observations.map(({ id, runId }) => [id, runId]));
      return model.facts.runs.flatMap(({ id, startedAt }, index): readonly DrawnSubject[] => {
        const own = looks.filter(({ obs }) => runOf.get(obs) === id);
        if (!single && own.every(({ outcome }) => outcome !== 'failed')) return [];
        const label = `${subject.key} (${subjectWords(subject.kind)})`;
        return [{ name: single ? label : `${name ?? ''} run ${index + 1}: ${label}`.trim(), looks: own, startAt: startedAt }];
      });
    }),
  );
  if (drawn.length === 0) return [];
  const left: readonly Inline[] =
    drawn.length > STRIPS ? [' Only the first ', constant(STRIPS, 'count', 'strips that a figure shows'), ' are drawn.'] : [];
  const alt = 'A strip for each subject along time: looks that were ok, slow, failed or unknown';
  const caption: readonly Inline[] = ['What each look found, from the start of its run. What failed stands taller.', ...left];
  return [stripsFigure({ id: 'strips', caption, alt }, drawn.slice(0, STRIPS))];
}

/** Each outage with its bounds; a sentence where there was none. */
export function outageTable(sides: readonly Side[]): TableBlock | ParagraphBlock {
  const rows = sides.flatMap((side) =>
    side.model.subjects.flatMap((watched) =>
      watched.outages.map((outage) =>
        sideCells(side, [
          [code(watched.subject.key), ` (${subjectWords(watched.subject.kind)})`],
          [{ time: outage.firstBadAt }, ' … ', { time: outage.lastBadAt }],
          [
            outage.lastOkAt === null ? 'not seen' : { time: outage.lastOkAt },
            ' … ',
            outage.firstOkAt === null ? 'still open' : { time: outage.firstOkAt },
          ],
          downtimeWords(watched, outage),
          [code(outage.code)],
          seenFrom(side.model, outage),
          evidenceLinks(side.model.facts, outage.observations),
        ]),
      ),
    ),
  );
  if (rows.length === 0) return paragraph('No outage: no subject failed often enough in a row.');
  const caption = ['It began after the last look that was ok and not later than the first that failed; the end has both bounds likewise.'];
  const titles = ['Subject', 'First … last failed', 'Last ok … first ok again', 'Down', 'Cause', 'Seen from', 'Evidence'];
  return table('outages-table', caption, sideTitles(sides, titles), rows);
}

/** The vantage points that saw it fail. */
function seenFrom({ facts }: RunModel, { observations }: Outage): readonly Inline[] {
  const failed = new Set(observations);
  const runs = new Set(facts.observations.filter(({ id }) => failed.has(id)).map(({ runId }) => runId));
  const places = new Set(facts.runs.filter(({ id }) => runs.has(id)).map(({ observer }) => observer));
  return joined(
    [...places].toSorted().map((place) => [code(place)]),
    ', ',
    'not known',
  );
}

/** What failed outside outages; a sentence where nothing did. */
export function codeTable(sides: readonly Side[]): TableBlock | ParagraphBlock {
  const rows = sides.flatMap((side) =>
    side.model.subjects.flatMap((watched) =>
      watched.failures.codes.map((entry) =>
        sideCells(side, [
          [code(entry.code)],
          [code(watched.subject.key), ` (${subjectWords(watched.subject.kind)})`],
          failureWords(watched, entry.code),
          [documentedWords(side.model, watched, entry.code)],
          evidenceLinks(side.model.facts, entry.observations),
        ]),
      ),
    ),
  );
  if (rows.length === 0) return paragraph('Intermittent faults: none; no look failed outside an outage.');
  const caption = ['Error codes by operation: first tries outside outages, with the interval of the share.', ...unlisted(rows)];
  return table('codes-table', caption, sideTitles(sides, ['Code', 'Operation', 'Failed', 'In the documentation', 'Evidence']), rows);
}

function unlisted(rows: TableBlock['rows']): readonly Inline[] {
  const isUnlisted = rows.some((cells) => cells.flat().includes('no list is configured'));
  return isUnlisted ? [' Where no list of documented codes is configured, none can be called undocumented.'] : [];
}

/** How often each subject was looked at, and how much of the time it was available. */
export function looksTable(sides: readonly Side[]): TableBlock {
  const titles = ['Subject', 'Kind', 'Looks>', 'Failed>', 'Unknown>', 'Available>', 'Opens after>', 'Closes after>'];
  const caption = [
    'Looks by subject. Unknown looks say nothing about the target and are in no share. Available: of the time that was observed, without our own gaps; the bounds are what the looks leave open about when outages began and ended.',
  ];
  const looks = sides.flatMap((side) => side.model.subjects.map((watched) => sideCells(side, looksCells(watched))));
  return table('looks-table', caption, sideTitles(sides, titles), looks);
}

function looksCells(watched: WatchedSubject): readonly (readonly Inline[])[] {
  const { subject, selection, rule, looks } = watched;
  const by = (outcomes: readonly string[]): Inline => {
    const of: Selection = { ...selection, outcomes };
    return count(looks.filter(({ outcome }) => outcomes.includes(outcome)).length, of);
  };
  return [
    [code(subject.key)],
    [subjectWords(subject.kind)],
    [count(looks.length, selection)],
    [by(['failed'])],
    [by(['unknown'])],
    availabilityWords(watched),
    [constant(rule.openAfter, 'count', 'failures in a row that open an outage')],
    [constant(rule.closeAfter, 'count', 'successes in a row that close it')],
  ];
}
