import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { HarnessError } from '../core/errors.ts';

/** The beginning that tells what a file is. */
const HEAD_CHARACTERS = 65_536;

/** A file as text, read as it is asked for. */
export interface TextSource {
  readonly file: string;
  /** Its beginning, as long as 64 Ki characters, or all of it. */
  readonly head: string;
  /** All of it from its beginning, once. A file that breaks off ends early: see `broken`. */
  chunks(): AsyncGenerator<string>;
  /** Why the text ended before the file did; null where it did not (yet). */
  broken(): string | null;
  close(): void;
}

/**
 * Opens a file of text, plain or gzip (by its first bytes). UTF-8, or UTF-16 with its mark; other marks of a beginning are dropped.
 * Rejects with HarnessError `file-unreadable` for what is not there, a folder, empty, or binary.
 */
export async function openText(file: string): Promise<TextSource> {
  const bytes = await openBytes(file);
  let broken: string | null = null;
  async function* decoded(): AsyncGenerator<string> {
    let decoder: TextDecoder | undefined;
    try {
      for await (const part of bytes.stream) {
        decoder ??= decoderOf(part as Buffer);
        yield decoder.decode(part as Buffer, { stream: true });
      }
    } catch (error) {
      broken = wordsOf(error as NodeJS.ErrnoException);
    }
    if (decoder !== undefined) yield decoder.decode();
  }
  const rest = decoded();
  let head = '';
  while (head.length < HEAD_CHARACTERS) {
    const next = await rest.next();
    if (next.done === true) break;
    head += next.value;
  }
  const problem =
    head.trim() === '' ? (broken ?? 'it is empty') : head.slice(0, HEAD_CHARACTERS).includes('\0') ? 'it is binary, not text' : null;
  if (problem !== null) {
    bytes.stream.destroy();
    throw unreadable(file, problem);
  }
  return {
    file,
    head: head.slice(0, HEAD_CHARACTERS),
    async *chunks() {
      yield head;
      head = '';
      yield* rest;
    },
    broken: () => broken,
    close: () => void bytes.stream.destroy(),
  };
}

/** The whole of it, for formats that are one document. Rejects where it breaks off or is too long for one. */
export async function wholeText(source: TextSource): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of source.chunks()) {
    parts.push(part);
    length += part.length;
    if (length > LONGEST_DOCUMENT) throw unreadable(source.file, 'it is one document of more than 400 million characters');
  }
  return parts.join('');
}

const LONGEST_DOCUMENT = 400e6;

export function unreadable(file: string, why: string, hint?: string): HarnessError {
  return new HarnessError('file-unreadable', `Cannot read it: ${why}`, { place: file, ...(hint === undefined ? {} : { hint }) });
}

async function openBytes(file: string): Promise<{ readonly stream: Readable }> {
  const about = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(file, wordsOf(error));
  });
  if (about.isDirectory()) throw unreadable(file, 'it is a folder', 'Name the files in it.');
  const stream = createReadStream(file, { highWaterMark: 262_144 });
  const first = await new Promise<Buffer | null>((resolve, reject) => {
    stream.once('readable', () => resolve(stream.read() as Buffer | null));
    stream.once('error', reject);
    stream.once('end', () => resolve(null));
  }).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(file, wordsOf(error));
  });
  if (first === null) return { stream };
  stream.unshift(first);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return { stream };
  // The error of either end comes out of the loop that reads; the callback only keeps it from being nobody's.
  return { stream: pipeline(stream, createGunzip({ chunkSize: 262_144 }), () => undefined) };
}

function decoderOf(first: Buffer): TextDecoder {
  const [a, b] = first;
  return new TextDecoder(a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8');
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  Z_BUF_ERROR: 'its gzip stream breaks off',
  Z_DATA_ERROR: 'its gzip stream is damaged',
};

function wordsOf({ code, message }: NodeJS.ErrnoException): string {
  return REASONS[code ?? ''] ?? message;
}
