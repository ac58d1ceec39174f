import { code, heading, paragraph, table } from '../../blocks.ts';
import { evidenceLinks } from '../../cited-evidence.ts';
import { constant } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { downtimeWords, failureWords } from '../../run/outage-words.ts';
import type { StatusModel } from '../model.ts';
import { incidentOf, probeName } from '../probe-words.ts';
import { endsOf } from './answer.ts';

/** Rows of a table. */
const LISTED = 400;

/** What was down, between which bounds, and what failed now and then. */
export function outagesSection(model: StatusModel): readonly Block[] {
  return [heading(1, 'Outages and intermittent faults', 'outages'), outagesTable(model), ...furtherIncidents(model), codesTable(model)];
}

function outagesTable(model: StatusModel): Block {
  const entries = model.probes.flatMap((probe) => probe.outages.map((outage) => ({ probe, outage })));
  if (entries.length === 0) return paragraph('No outage: no probe failed often enough in a row.');
  const rows = entries
    .toSorted((a, b) => a.outage.firstBadAt - b.outage.firstBadAt)
    .slice(0, LISTED)
    .map(({ probe, outage }): readonly (readonly Inline[])[] => {
      const incident = incidentOf(model, probe, outage);
      const began = outage.lastOkAt ?? incident?.lastOkAt ?? null;
      return [
        probeName(model, probe),
        [code(outage.code)],
        [{ time: outage.firstBadAt }, ' … ', { time: outage.lastBadAt }],
        [began === null ? 'not seen' : { time: began }, ' … ', outage.firstOkAt === null ? 'open at the end' : { time: outage.firstOkAt }],
        downtimeWords({ selection: probe.selection, looks: probe.decisive }, endsOf(outage)),
        [code(probe.subject.observer)],
        incident === undefined ? ['none'] : [code(`incident-${incident.id}`)],
        incident === undefined || incident.cause === null ? ['not known'] : [code(`incident-${incident.cause}`)],
        evidenceLinks(model, outage.observations),
      ];
    });
  const cut: readonly Inline[] =
    entries.length > LISTED ? [' Only the first ', constant(LISTED, 'count', 'rows of a table'), ' are printed.'] : [];
  const caption = [
    'It began after the last look that was ok and not later than the first that failed; the end has both bounds likewise. Times down count looks of this window only.',
    ...cut,
  ];
  const titles = ['Probe', 'Code', 'First … last failed', 'Last ok … first ok again', 'Down', 'Seen from', 'Incident', 'Cause', 'Evidence'];
  return table('outages-table', caption, titles, rows);
}

/** Those that no outage of the looks explains: of subjects that the window has no looks of. */
function furtherIncidents(model: StatusModel): readonly Block[] {
  const told = new Set(model.probes.flatMap((probe) => probe.outages.map((outage) => incidentOf(model, probe, outage)?.id)));
  const rows = model.incidents
    .filter(({ id }) => !told.has(id))
    .map((row): readonly (readonly Inline[])[] => [
      [code(`incident-${row.id}`)],
      [code(row.subjectKey), ' of ', code(row.target)],
      [code(row.kind)],
      row.lastOkAt === null ? ['not seen'] : [{ time: row.lastOkAt }],
      [{ time: row.firstBadAt }],
      [{ time: row.lastBadAt }],
      row.firstOkAt === null ? ['open'] : [{ time: row.firstOkAt }],
    ]);
  if (rows.length === 0) return [];
  const caption = ['Incidents in the journal that touch the window and that its looks alone do not show.'];
  return [
    table('incidents-table', caption, ['Incident', 'Subject', 'Kind', 'Last ok', 'First failed', 'Last failed', 'First ok again'], rows),
  ];
}

function codesTable(model: StatusModel): Block {
  const rows = model.probes
    .flatMap((probe) =>
      probe.failures.codes.map((entry): readonly (readonly Inline[])[] => [
        [code(entry.code)],
        probeName(model, probe),
        failureWords(probe, entry.code),
        evidenceLinks(model, entry.observations),
      ]),
    )
    .slice(0, LISTED);
  if (rows.length === 0) return paragraph('Intermittent faults: none; no look failed outside an outage.');
  const caption = ['Error codes by probe: first tries outside outages, with the interval of the share.'];
  return table('codes-table', caption, ['Code', 'Probe', 'Failed', 'Evidence'], rows);
}
