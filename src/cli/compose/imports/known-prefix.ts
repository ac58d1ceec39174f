import { createHash, type Hash } from 'node:crypto';
import type { KnownContent } from '../../../store/imports.ts';
import { hashedText } from './line-hash.ts';

/** How far a content is in the store already. */
export interface KnownPrefix {
  readonly content: KnownContent;
  /** So many of its lines. */
  readonly lines: number;
  /** Its tail is among these lines. */
  readonly hasTail: boolean;
  /** sha256 of these lines. */
  readonly sha: string;
  /** Other lines stand where the content had one without end, and nothing followed that: what came from it has to give way. */
  readonly isTailReplaced: boolean;
}

/** The longest of the known contents that these lines begin with; undefined: none. A last line counts as one with an end. */
export async function knownPrefix(
  batches: AsyncIterable<readonly (string | null)[]>,
  known: readonly KnownContent[],
): Promise<KnownPrefix | undefined> {
  const ends = new Set(known.map((content) => content.bytes));
  const longest = Math.max(-1, ...ends);
  const hash = createHash('sha256');
  let [bytes, lines] = [0, 0];
  let best: KnownPrefix | undefined;
  /** A content that the last line ended at, and that had one more without end. */
  let unfinished: KnownContent | undefined;
  const look = (): void => {
    if (!ends.has(bytes)) return;
    const sha = digest(hash);
    const content = known.find(({ contentSha }) => contentSha === sha);
    if (content === undefined) return;
    best = { content, lines, hasTail: false, sha, isTailReplaced: false };
    unfinished = content.tailSha === null ? undefined : content;
  };
  const lookAtTail = (content: KnownContent): void => {
    const tailBytes = content.tailBytes ?? 0;
    const isSame = bytes === tailBytes && digest(hash) === content.tailSha;
    if (isSame) best = { content, lines, hasTail: true, sha: digest(hash), isTailReplaced: false };
    else if (best !== undefined) best = { ...best, isTailReplaced: content.goneOn === 0 };
    if (bytes >= tailBytes) unfinished = undefined;
  };
  look();
  for await (const batch of batches) {
    for (const line of batch) {
      const text = hashedText(line);
      hash.update(text);
      bytes += Buffer.byteLength(text);
      lines += 1;
      if (unfinished !== undefined) lookAtTail(unfinished);
      look();
    }
    if (bytes > longest && unfinished === undefined) break;
  }
  return best;
}

function digest(hash: Hash): string {
  return hash.copy().digest('hex');
}
