import { code, heading, paragraph, table } from '../../blocks.ts';
import { evidenceLinks } from '../../cited-evidence.ts';
import { constant, count } from '../../claim.ts';
import type { Block, Inline, Selection } from '../../document.ts';
import { stripsFigure } from '../../figures/strips.ts';
import { subjectWords } from '../../metric-words.ts';
import type { RunModel } from '../model.ts';
import { downtimeWords, failureWords } from '../outage-words.ts';
import type { WatchedSubject } from '../watched-subject.ts';

/** What was down, between which bounds, and what failed now and then. */
export function outagesSection(model: RunModel): readonly Block[] {
  const head = heading(1, 'Outages and intermittent faults', 'outages');
  const { subjects, facts } = model;
  const [first] = facts.runs;
  if (subjects.length === 0 || first === undefined)
    return [head, paragraph('Not measured, because nothing was looked at again and again.')];
  const drawn = subjects.filter(({ subject, failures, outages }) => subject.kind === 'probe' || failures.failed > 0 || outages.length > 0);
  const strips = stripsFigure(
    {
      id: 'strips',
      caption: ['What each look found, from the start of the run. What failed stands taller.'],
      alt: 'A strip for each subject along time: looks that were ok, slow, failed or unknown',
    },
    drawn.map(({ subject, looks }) => ({ name: `${subject.key} (${subjectWords(subject.kind)})`, looks })),
    first.startedAt,
  );
  return [
    head,
    ...(drawn.length === 0 ? [] : [strips]),
    ...outageTable(model),
    ...codeTable(model),
    table(
      'looks-table',
      ['Looks by subject. Unknown looks say nothing about the target and are in no share.'],
      ['Subject', 'Kind', 'Looks>', 'Failed>', 'Unknown>', 'Opens after>', 'Closes after>'],
      subjects.map((watched) => looksRow(watched)),
    ),
  ];
}

function outageTable(model: RunModel): readonly Block[] {
  const rows = model.subjects.flatMap((watched) =>
    watched.outages.map((outage): readonly (readonly Inline[])[] => [
      [code(watched.subject.key), ` (${subjectWords(watched.subject.kind)})`],
      [code(outage.code)],
      outage.lastOkAt === null ? ['not seen'] : [{ time: outage.lastOkAt }],
      [{ time: outage.firstBadAt }],
      [{ time: outage.lastBadAt }],
      outage.firstOkAt === null ? ['still open'] : [{ time: outage.firstOkAt }],
      downtimeWords(watched, outage),
      evidenceLinks(model.facts, outage.observations),
    ]),
  );
  if (rows.length === 0) return [paragraph('No outage: no subject failed often enough in a row.')];
  const caption = ['It began after the last look that was ok and not later than the first that failed; the end has both bounds likewise.'];
  const titles = ['Subject', 'Code', 'Last ok', 'First failed', 'Last failed', 'First ok again', 'Down', 'Evidence'];
  return [table('outages-table', caption, titles, rows)];
}

function codeTable(model: RunModel): readonly Block[] {
  const rows = model.subjects.flatMap((watched) =>
    watched.failures.codes.map((entry): readonly (readonly Inline[])[] => [
      [code(entry.code)],
      [code(watched.subject.key), ` (${subjectWords(watched.subject.kind)})`],
      failureWords(watched, entry.code),
      evidenceLinks(model.facts, entry.observations),
    ]),
  );
  if (rows.length === 0) return [paragraph('Intermittent faults: none; no look failed outside an outage.')];
  const caption = ['Error codes by operation: first tries outside outages, with the interval of the share.'];
  return [table('codes-table', caption, ['Code', 'Subject', 'Failed', 'Evidence'], rows)];
}

function looksRow(watched: WatchedSubject): readonly (readonly Inline[])[] {
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
    [constant(rule.openAfter, 'count', 'failures in a row that open an outage')],
    [constant(rule.closeAfter, 'count', 'successes in a row that close it')],
  ];
}
