import type { FileFormat, FileProblem, FileRow, InjectedFault, ReadOptions } from '../../../files/file-row.ts';
import { openText } from '../../../files/open-text.ts';
import { openRowsOf } from '../../../files/read-rows.ts';
import { textLines } from '../../../files/text-lines.ts';
import { documentContent, isDocument } from './document-content.ts';
import { lineHash, type LineHash } from './line-hash.ts';
import { tapLines } from './tap-lines.ts';

/** Some rows of a file, ascending by line. */
export interface ContentBatch {
  readonly rows: readonly FileRow[];
  readonly problems: readonly PlacedProblem[];
  readonly faults: readonly InjectedFault[];
  /** All of them come from a last line that has no end: it may go on. */
  readonly isTail: boolean;
}

export interface PlacedProblem extends FileProblem {
  /** The line that it counts with. */
  readonly counted: number;
}

/** A file whose lines tell how much of it is in the store. */
export interface FileContent {
  readonly format: FileFormat;
  /** Metric of the first row: what is called after its file is another series under another name. */
  readonly called: string;
  /** All lines, for a look beforehand. */
  lines(): AsyncIterable<readonly (string | null)[]>;
  /** All rows, once; the hash has taken the lines of what was given. */
  batches(): AsyncIterable<ContentBatch>;
  readonly hash: LineHash;
  /** Once all was given: whether the last line has no end. */
  isUnended(): boolean;
  close(): void;
}

/** Rejects as `openRows` does. */
export async function openContent(file: string, options: ReadOptions): Promise<FileContent> {
  const hash = lineHash();
  const tapped = tapLines(await openText(file), hash);
  const { format, batches } = await openRowsOf(tapped.source, options);
  if (isDocument(format)) return await documentContent(format, batches(), hash);
  tapped.start();
  const all = marked(batches(), () => tapped.isTail());
  const before: ContentBatch[] = [];
  while ((before.at(-1)?.rows.length ?? 0) === 0) {
    const next = await all.next();
    // Without any row the reader rejects.
    if (next.done === true) break;
    before.push(next.value);
  }
  return {
    format,
    called: before.at(-1)?.rows[0]?.series.metric ?? '',
    lines: () => linesOf(file),
    async *batches() {
      yield* before;
      yield* all;
    },
    hash,
    isUnended: tapped.isTail,
    close: () => tapped.source.close(),
  };
}

async function* marked(
  batches: AsyncIterable<Omit<ContentBatch, 'isTail' | 'problems'> & { readonly problems: readonly FileProblem[] }>,
  isTail: () => boolean,
): AsyncGenerator<ContentBatch> {
  for await (const { rows, problems, faults } of batches)
    yield { rows, problems: problems.map((problem) => ({ ...problem, counted: problem.line })), faults, isTail: isTail() };
}

async function* linesOf(file: string): AsyncGenerator<readonly (string | null)[]> {
  const source = await openText(file);
  try {
    for await (const { lines } of textLines(source)) yield lines;
  } finally {
    source.close();
  }
}
