import { createHash } from 'node:crypto';
import { canonical } from '../../../core/canonical.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Redact } from '../../../core/redact.ts';
import type { FileFormat, FileProblem, ReadOptions } from '../../../files/file-row.ts';
import type { StoreWriter } from '../../../store/api.ts';
import type { ImportStep, KnownContent, StepResult } from '../../../store/imports.ts';
import { openContent, type FileContent } from './file-content.ts';
import { importInstrument } from './imported-series.ts';
import { importSteps } from './import-steps.ts';
import { knownPrefix, type KnownPrefix } from './known-prefix.ts';
import { storedRows } from './stored-rows.ts';

/** So many problems of a file are told; all are counted. */
const TOLD = 100;
const HELD_MS = 200;

export interface ImportDeps {
  readonly writer: Pick<StoreWriter, 'claimImport' | 'importRows' | 'releaseImport'>;
  readonly clock: Clock;
  readonly redact: Redact;
  readonly signal: AbortSignal;
  /** Another process imports by the same mapping: this one waits until that one is done. */
  readonly waits: (file: string) => void;
}

export interface ImportOptions {
  readonly read: ReadOptions;
  readonly target: string;
  /** What the one metric of the files is called in the store. */
  readonly metric?: string;
}

export interface ImportedFile {
  readonly file: string;
  readonly format: FileFormat;
  readonly target: string;
  /** Rows that were stored now. */
  readonly rows: number;
  /** Rows that were in the store before. */
  readonly known: number;
  /** Lines and cells that could not be read, among what is new, and the first hundred of them. */
  readonly malformed: number;
  readonly problems: readonly FileProblem[];
  /** Rows that the store did not take, by metric and reason. */
  readonly refused: StepResult['refused'];
}

/**
 * Puts into the store what a file has and the store has not. Rejects with HarnessError `file-unreadable`, `usage` and those of the store; what was stored
 * before stays, and the next import goes on behind it.
 */
export async function importFile(file: string, { read, target, metric }: ImportOptions, deps: ImportDeps): Promise<ImportedFile> {
  const content = await openContent(file, read);
  const instrument = importInstrument(content.format, read);
  const mappingSha = sha256(canonical([instrument.name, instrument.params, target, metric ?? null, content.called]));
  try {
    const contents = await claim(file, mappingSha, deps);
    try {
      const prefix = contents.length === 0 ? undefined : await knownPrefix(content.lines(), contents);
      const toRows = storedRows({ instrument, renamed: metric, redact: deps.redact });
      return await store(file, content, prefix, { mappingSha, target, instrument }, toRows, deps);
    } finally {
      await deps.writer.releaseImport(mappingSha);
    }
  } finally {
    content.close();
  }
}

async function store(
  file: string,
  content: FileContent,
  prefix: KnownPrefix | undefined,
  place: Pick<ImportStep, 'mappingSha' | 'target' | 'instrument'>,
  toRows: ReturnType<typeof storedRows>,
  { writer, redact, signal }: ImportDeps,
): Promise<ImportedFile> {
  const start = totalsOf(prefix);
  const totals = { ...start };
  const problems: FileProblem[] = [];
  const refused = new Map<string, StepResult['refused'][number]>();
  let after = prefix === undefined ? null : { contentSha: prefix.content.contentSha, replacesTail: prefix.isTailReplaced };
  let [rows, malformed] = [0, 0];
  for await (const step of importSteps(file, content, prefix)) {
    signal.throwIfAborted();
    const stored = toRows(step.rows, file);
    const wrong = [...step.problems, ...stored.problems];
    totals.rows += stored.rows.length;
    totals.badRows += wrong.length;
    const result = await writer.importRows({
      ...place,
      content: { ...step.content, ...totals },
      tail: step.tail === null ? null : { sha: step.tail.contentSha, bytes: step.tail.bytes, bad: wrong.length },
      after,
      series: stored.series,
      rows: stored.rows,
      events: step.faults.map(({ startedAt, finishedAt, action }) => ({ at: startedAt, until: finishedAt, text: redact(action) })),
    });
    after = null;
    let turnedAway = 0;
    for (const each of result.refused) {
      const key = `${each.metric}\n${each.reason}`;
      refused.set(key, { ...each, rows: each.rows + (refused.get(key)?.rows ?? 0) });
      turnedAway += each.rows;
    }
    totals.rows -= turnedAway;
    totals.badRows += turnedAway;
    rows += stored.rows.length - turnedAway;
    malformed += wrong.length;
    for (const { line, message } of wrong.slice(0, TOLD - problems.length)) problems.push({ file, line, message });
  }
  return {
    file,
    format: content.format,
    target: place.target,
    rows,
    known: start.rows,
    malformed,
    problems,
    refused: [...refused.values()],
  };
}

/** Of the known part, without a tail that is not there any more. */
function totalsOf(prefix: KnownPrefix | undefined): Pick<KnownContent, 'rows' | 'badRows'> {
  if (prefix === undefined) return { rows: 0, badRows: 0 };
  const { rows, badRows, tailRows, tailBad } = prefix.content;
  return prefix.hasTail ? { rows, badRows } : { rows: rows - tailRows, badRows: badRows - tailBad };
}

async function claim(file: string, mappingSha: string, { writer, clock, signal, waits }: ImportDeps): Promise<readonly KnownContent[]> {
  for (let isFirst = true; ; isFirst = false) {
    const claimed = await writer.claimImport(mappingSha);
    if ('known' in claimed) return claimed.known;
    if (isFirst) waits(file);
    await clock.sleep(HELD_MS, signal);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
