import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** One line of the file: `value` undefined when it is no JSON. */
export interface Line {
  readonly value: unknown;
  readonly isLast: boolean;
}

/** The lines of a file one at a time, in constant memory, without the empty ones; a file that is not there has none. */
export async function* readNdjson(file: string): AsyncGenerator<Line> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return;
  const stream = handle.createReadStream({ encoding: 'utf8' });
  // One line behind, since only the last may be torn.
  let held: string | undefined;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      if (line.trim() === '') continue;
      if (held !== undefined) yield { value: parse(held), isLast: false };
      held = line;
    }
    if (held !== undefined) yield { value: parse(held), isLast: true };
  } finally {
    stream.destroy();
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
