import { code, heading, paragraph, table } from '../../blocks.ts';
import { citedEvidence } from '../../cited-evidence.ts';
import type { Block, Inline } from '../../document.ts';
import type { StatusModel } from '../model.ts';

/** How to get the same report again, and where the raw answers are. */
export function appendix(model: StatusModel): readonly Block[] {
  return [
    heading(1, 'Appendix', 'appendix'),
    heading(2, 'How to get this report again', 'reproduce'),
    paragraph('From the same store, as long as its rows live:'),
    { kind: 'code', language: 'sh', text: model.command },
    paragraph(
      'Any incident, judgement, finding, observation or raw answer of this report is shown by ',
      code('evenkeel show ID'),
      '; an incident has a report of its own: ',
      code('evenkeel report incident ID'),
      '.',
    ),
    heading(2, 'Evidence', 'evidence'),
    evidence(model),
  ];
}

function evidence(model: StatusModel): Block {
  const lists = model.probes.flatMap(({ outages, failures }) => [...outages, ...failures.codes]);
  const cited = new Map(lists.flatMap(({ observations }) => citedEvidence(model, observations)).map((entry) => [entry.anchor, entry]));
  if (cited.size === 0) return paragraph('No raw answer is cited, because no look failed with one.');
  const rows = [...cited.values()].map(({ anchor, sha256, observation }): readonly (readonly Inline[])[] => [
    [{ anchor, code: sha256.slice(0, 12) }],
    [code(`obs-${observation}`)],
    [code(sha256)],
  ]);
  return table('evidence-table', ['The raw answers that this report links to.'], ['Evidence', 'First seen in', 'sha256'], rows);
}
