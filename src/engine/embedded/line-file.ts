import { open } from 'node:fs/promises';
import type { Clock } from '../../core/clock.ts';

/** A text file that grows by whole lines, written out every 200 ms. */
export interface LineFile {
  add(line: string): void;
  /** Writes what is left; rejects with the first error of any write. */
  close(): Promise<void>;
}

const FLUSH_MS = 200;

/** Creates or empties `path`. */
export async function lineFile(path: string, clock: Clock): Promise<LineFile> {
  const file = await open(path, 'w');
  let lines: string[] = [];
  const over = new AbortController();
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    await file.writeFile(text);
  };
  const writing = (async () => {
    while (!over.signal.aborted) {
      await clock.sleep(FLUSH_MS, over.signal).catch(() => {});
      await flush();
    }
  })();
  // Told by close(); until then it must not count as unhandled.
  writing.catch(() => {});
  return {
    add: (line) => void lines.push(line),
    async close() {
      over.abort();
      try {
        await writing;
        await flush();
      } finally {
        await file.close();
      }
    },
  };
}
