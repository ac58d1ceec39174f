import { code, heading, table } from '../../blocks.ts';
import { count } from '../../claim.ts';
import type { Block, Inline, Selection, TableBlock } from '../../document.ts';
import type { RunModel } from '../model.ts';
import { sideCells, sideTitles, type Side } from '../side.ts';
import type { WatchedSubject } from '../watched-subject.ts';

/** What was held against what should be: firewall, context, backup, web interface; what no probe looks at is said to be not tested. */
export function expected(sides: readonly Side[]): readonly Block[] {
  return [heading(1, 'Expected and found', 'expected'), expectedTable(sides)];
}

export function expectedTable(sides: readonly Side[], id = 'expected-table'): TableBlock {
  const caption = ['What one may expect of a cloud beside speed, and what was found of it.'];
  const titles = sideTitles(sides, ['Of', 'Expected', 'Found', 'As expected?']);
  return table(
    id,
    caption,
    titles,
    sides.flatMap((side) => rowsOf(side.model).map((cells) => sideCells(side, cells))),
  );
}

type Cells = readonly (readonly Inline[])[];

function rowsOf(model: RunModel): readonly Cells[] {
  return [
    ...probed(model, 'Open port', ['tcp'], 'It takes a connection.'),
    ...orUntested(
      probed(model, 'Firewall', ['firewall', 'icmp'], FIREWALL),
      ['Firewall', FIREWALL],
      'no probe looks for ports that should be closed, or for ICMP',
    ),
    context(model),
    ...orUntested(probed(model, 'Backup', ['backup'], BACKUP), ['Backup', BACKUP], 'no probe looks at backups'),
    ...orUntested(probed(model, 'Web interface', ['web-ui'], WEB), ['Web interface', WEB], 'no probe opens it in a browser'),
  ];
}

const FIREWALL = 'Only the ports that were asked for are open; ICMP can be let through.';
const CONTEXT = 'Each instance proves that what it was told at its birth has arrived.';
const BACKUP = 'There is a backup, and it is young enough.';
const WEB = 'Its pages work in every browser.';

function orUntested(rows: readonly Cells[], [of, should]: readonly [string, string], why: string): readonly Cells[] {
  return rows.length > 0 ? rows : [[[of], [should], [`not tested: ${why}`], ['not tested']]];
}

/** A row for each probe of these kinds. */
function probed({ subjects, facts }: RunModel, of: string, kinds: readonly string[], should: string): readonly Cells[] {
  const kindOf = new Map(facts.observations.map(({ subjectKey, instrument }) => [subjectKey, instrument.name.replace(/-probe$/, '')]));
  return subjects
    .filter(({ subject }) => subject.kind === 'probe' && kinds.includes(kindOf.get(subject.key) ?? ''))
    .map((watched) => [[`${of}: `, code(watched.subject.key)], [should], ...looked(watched)]);
}

function looked({ looks, selection }: WatchedSubject): Cells {
  const counted = (...outcomes: readonly string[]): Inline =>
    count(looks.filter(({ outcome }) => outcomes.includes(outcome)).length, { ...selection, outcomes });
  const failed = looks.some(({ outcome }) => outcome === 'failed');
  if (looks.every(({ outcome }) => outcome === 'unknown')) return [['no look that tells'], ['not known']];
  return [['so in ', counted('ok', 'slow'), ' of ', counted('ok', 'slow', 'failed'), ' looks'], [failed ? 'not always' : 'yes']];
}

/** Renting ends with the proof: an instance without one never got a job. */
function context({ facts, runs }: RunModel): Cells {
  const of: Selection = {
    rows: 'samples',
    runs,
    metric: 'instance_phase_duration_seconds',
    tags: { phase: 'context' },
    everyAttempt: true,
  };
  const acts = new Set(facts.observations.filter(({ outcome }) => outcome === 'ok' || outcome === 'slow').map(({ id }) => id));
  const proofs = facts.samples.filter(({ metric, tags, obs }) => metric === of.metric && tags['phase'] === 'context' && acts.has(obs));
  const missed = facts.observations.filter(({ code: why, subjectKind }) => subjectKind === 'phase' && why === 'no_context');
  const lacks: Selection = {
    rows: 'observations',
    runs,
    subject: { kind: 'phase', key: 'provision' },
    code: 'no_context',
    everyAttempt: true,
  };
  if (facts.instances.length === 0) return [['Context'], [CONTEXT], ['not tested: no instance was rented'], ['not tested']];
  const found: readonly Inline[] = [
    'proved by ',
    count(proofs.length, of),
    ' of ',
    count(facts.instances.length, { rows: 'instances', runs }),
    ' instances',
  ];
  if (missed.length > 0) {
    return [
      ['Context'],
      [CONTEXT],
      [...found, '; attempts at which it did not arrive: ', count(missed.length, lacks), ' (', code('no_context'), ')'],
      ['not always'],
    ];
  }
  return [['Context'], [CONTEXT], found, [proofs.length === facts.instances.length ? 'yes' : 'where it came so far']];
}
