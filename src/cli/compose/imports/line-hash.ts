import { createHash, type Hash } from 'node:crypto';

/** A content up to some of its lines. */
export interface ContentMark {
  /** sha256 of the lines, each with LF behind it, hex. */
  readonly contentSha: string;
  /** Their length in UTF-8. */
  readonly bytes: number;
}

export interface LineHash {
  /** Takes the lines that follow. */
  push(lines: readonly (string | null)[]): void;
  /** The content up to this line (1-based), or up to the last one that was asked for where that lies behind it. */
  through(line: number): ContentMark;
  /** Number of the last line that was taken. */
  readonly last: number;
}

/** Follows a text line by line; holds only the lines that nobody asked for yet. */
export function lineHash(): LineHash {
  const hash: Hash = createHash('sha256');
  let [bytes, hashed, last] = [0, 0, 0];
  let waiting: string[] = [];
  return {
    push(lines) {
      for (const line of lines) waiting.push(hashedText(line));
      last += lines.length;
    },
    through(asked) {
      const line = Math.max(asked, hashed);
      const text = waiting.slice(0, line - hashed).join('');
      waiting = waiting.slice(line - hashed);
      hash.update(text);
      hashed = line;
      bytes += Buffer.byteLength(text);
      return { contentSha: hash.copy().digest('hex'), bytes };
    },
    get last() {
      return last;
    },
  };
}

/** What of a line goes into the hash. A line that is too long to be read is as good as any other one. */
export function hashedText(line: string | null): string {
  return `${line ?? ''}\n`;
}
