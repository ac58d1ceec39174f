import type { TextSource } from '../../../files/open-text.ts';
import { textLines } from '../../../files/text-lines.ts';
import type { LineHash } from './line-hash.ts';

/** What the reader gets for a line that is too long to be read: nothing that could be a row. */
const TOO_LONG = '(a line that is too long)';

export interface TappedText {
  /** The same text in whole lines, each with LF behind it, also where CR ended them. */
  readonly source: TextSource;
  /** From now on the hash sees each line before the reader does; to be called before the first chunk is asked for. */
  start(): void;
  /** Whether the chunk that was given last is the last line, and has no end. */
  isTail(): boolean;
}

/** Lets a hash follow what a reader reads. Until `start` the text is handed on as it is. */
export function tapLines(source: TextSource, hash: LineHash): TappedText {
  let isTapped = false;
  let isTail = false;
  async function* lines(): AsyncGenerator<string> {
    let isOver = false;
    let last = '';
    async function* watched(): AsyncGenerator<string> {
      for await (const chunk of source.chunks()) {
        if (chunk !== '') last = chunk.slice(-1);
        yield chunk;
      }
      isOver = true;
    }
    for await (const batch of textLines({ ...source, chunks: watched })) {
      hash.push(batch.lines);
      isTail = isOver && last !== '\n' && last !== '\r';
      yield batch.lines.map((line) => `${line ?? TOO_LONG}\n`).join('');
    }
  }
  return {
    source: {
      ...source,
      head: wholeLines(source.head.includes('\n') ? source.head : source.head.replaceAll('\r', '\n')),
      chunks: () => (isTapped ? lines() : source.chunks()),
    },
    start: () => void (isTapped = true),
    isTail: () => isTail,
  };
}

/** What is told by the beginning of a file must not hang on a last line that is only half there. */
function wholeLines(head: string): string {
  const end = head.lastIndexOf('\n');
  return end === -1 || head.indexOf('\n') === end ? head : head.slice(0, end + 1);
}
