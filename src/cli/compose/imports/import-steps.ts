import { HarnessError } from '../../../core/errors.ts';
import type { FileRow, InjectedFault } from '../../../files/file-row.ts';
import type { ContentBatch, FileContent, PlacedProblem } from './file-content.ts';
import type { KnownPrefix } from './known-prefix.ts';
import type { ContentMark } from './line-hash.ts';

/** Each row is two rows of the store. */
const ROWS_PER_STEP = 500;

/** New rows of a file, and its content up to them. */
export interface Step {
  readonly rows: readonly FileRow[];
  readonly problems: readonly PlacedProblem[];
  readonly faults: readonly InjectedFault[];
  /** Of the lines that have an end. */
  readonly content: ContentMark;
  /** Where the rows are all of a last line without end: the content with it. */
  readonly tail: ContentMark | null;
}

/**
 * What a file has beyond the known part of it, in steps of 500 rows that end with a line. Rejects as its reader does, and with `file-unreadable`
 * where its beginning is not what it was when the known part was found.
 */
export async function* importSteps(file: string, content: FileContent, known: KnownPrefix | undefined): AsyncGenerator<Step> {
  const { hash } = content;
  const after = known?.lines ?? 0;
  let at = after;
  let isBegun = false;
  const through = (line: number): ContentMark => {
    if (!isBegun) verify(file, hash.through(after), known);
    isBegun = true;
    at = Math.max(at, line);
    return hash.through(line);
  };
  const tail: ContentBatch[] = [];
  for await (const batch of content.batches()) {
    if (batch.isTail) {
      tail.push(batch);
      continue;
    }
    // What is known is not held until something new comes.
    if (!isBegun) hash.through(Math.min(after, hash.last));
    let { faults } = batch;
    for (const { line, rows, problems } of cuts(batch, after)) {
      yield { rows, problems, faults, content: through(line), tail: null };
      faults = [];
    }
  }
  const last = hash.last;
  if (last <= after) return;
  if (!content.isUnended()) {
    if (last > at) yield { rows: [], problems: [], faults: [], content: through(last), tail: null };
    return;
  }
  // What ends in the last line may begin before it.
  const first = tail.reduce((least, batch) => Math.min(least, firstLine(batch)), last);
  // A copy that was cut within the next line is older than what is known.
  if (known?.content.goneOn === 1 && !isBegun && first - 1 <= after) return;
  const settled = through(first - 1);
  const [rest] = cuts({ rows: tail.flatMap(({ rows }) => rows), problems: tail.flatMap(({ problems }) => problems) }, after, Infinity);
  yield { rows: rest?.rows ?? [], problems: rest?.problems ?? [], faults: [], content: settled, tail: hash.through(last) };
}

function firstLine({ rows, problems }: ContentBatch): number {
  return [...rows.map(({ line }) => line), ...problems.map(({ counted }) => counted)].reduce((a, b) => Math.min(a, b), Infinity);
}

function verify(file: string, { contentSha }: ContentMark, known: KnownPrefix | undefined): void {
  if (known === undefined || contentSha === known.sha) return;
  throw new HarnessError('file-unreadable', 'It changed while it was read', { place: file, hint: 'Import it again.' });
}

interface Cut {
  /** The last line of it. */
  readonly line: number;
  readonly rows: readonly FileRow[];
  readonly problems: readonly PlacedProblem[];
}

/** What lies behind a line, cut where a line ends and `most` rows are reached. */
function cuts({ rows, problems }: Pick<ContentBatch, 'rows' | 'problems'>, after: number, most: number = ROWS_PER_STEP): readonly Cut[] {
  const fresh = rows.filter(({ line }) => line > after).toSorted((a, b) => a.line - b.line);
  let left = problems.filter(({ counted }) => counted > after).toSorted((a, b) => a.counted - b.counted);
  const found: Cut[] = [];
  for (let from = 0; from < fresh.length || left.length > 0;) {
    let to = Math.min(from + most, fresh.length);
    while (to < fresh.length && (fresh[to] as FileRow).line === fresh[to - 1]?.line) to += 1;
    const isLast = to === fresh.length;
    const line = Math.max(fresh[to - 1]?.line ?? 0, isLast ? (left.at(-1)?.counted ?? 0) : 0);
    const told = left.filter(({ counted }) => counted <= line);
    left = left.slice(told.length);
    found.push({ line, rows: fresh.slice(from, to), problems: told });
    from = to;
    if (isLast) break;
  }
  return found;
}
