import { code, heading, paragraph, table } from '../../blocks.ts';
import { citedEvidence } from '../../cited-evidence.ts';
import type { Block, Inline, ParagraphBlock, TableBlock } from '../../document.ts';
import type { RunModel } from '../model.ts';

/** How to measure it again, with what, and where the raw answers are that the models `citing` link to. */
export function appendix(model: RunModel, citing: readonly RunModel[] = [model]): readonly Block[] {
  const { facts, command } = model;
  const configs = new Map(facts.runs.map(({ config, uid }) => [config, uid]));
  const several = facts.runs.length > 1;
  return [
    heading(1, 'Appendix', 'appendix'),
    heading(2, 'How to reproduce', 'reproduce'),
    paragraph('With the configuration below, on the same target:'),
    { kind: 'code', language: 'sh', text: command },
    paragraph('Any run, observation, finding or raw answer of this report is shown by ', code('evenkeel show ID'), '.'),
    heading(2, 'Configuration, without secrets', 'configuration'),
    ...[...configs].flatMap(([config, uid]): readonly Block[] => [
      ...(several && configs.size > 1 ? [paragraph('Of run ', code(uid), ' and others like it:')] : []),
      { kind: 'code', language: 'yaml', text: config },
    ]),
    heading(2, 'Runs', 'runs'),
    runTable(model),
    heading(2, 'Evidence', 'evidence'),
    evidenceTable(citing),
  ];
}

export function runTable({ facts }: RunModel): TableBlock {
  const rows = facts.runs.map(
    ({ uid, campaign, target, seed, startedAt, endedAt, state, exit, version }): readonly (readonly Inline[])[] => [
      [code(uid)],
      campaign === null ? ['–'] : [code(campaign)],
      [code(target)],
      [{ time: startedAt }],
      endedAt === null ? ['not ended'] : [{ time: endedAt }],
      [state.replace('_', ' ')],
      [exit === null ? '–' : code(String(exit))],
      [code(String(seed))],
      [code(version)],
    ],
  );
  return table(
    'runs-table',
    ['Instants in UTC.'],
    ['Run', 'Campaign', 'Target', 'Started', 'Ended', 'State', 'Exit', 'Seed', 'Version'],
    rows,
  );
}

/** What the tables above link to; the full list is in the store. */
export function evidenceTable(citing: readonly RunModel[]): TableBlock | ParagraphBlock {
  const entries = citing.flatMap(({ facts, subjects }) =>
    subjects
      .flatMap(({ outages, failures }) => [...outages, ...failures.codes])
      .flatMap(({ observations }) => citedEvidence(facts, observations)),
  );
  const cited = new Map(entries.map((entry) => [entry.anchor, entry]));
  if (cited.size === 0) return paragraph('No raw answer is cited, because no look failed with one.');
  const rows = [...cited.values()].map(({ anchor, sha256, observation }): readonly (readonly Inline[])[] => [
    [{ anchor, code: sha256.slice(0, 12) }],
    [code(`observation ${observation}`)],
    [code(sha256)],
  ]);
  return table('evidence-table', ['The raw answers that this report links to.'], ['Evidence', 'First seen in', 'sha256'], rows);
}
