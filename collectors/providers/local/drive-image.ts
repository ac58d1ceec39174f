import { createCipheriv, createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from './resource-files.ts';

const CHUNK_BYTES = 1024 * 1024;

export interface DriveImage {
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
}

/**
 * The base image `name` of this size, made once: AES-CTR key stream from the name, so it is the same everywhere
 * and neither a file system nor a disk can make it smaller.
 */
export async function baseImage(imagesDir: string, name: string, sizeBytes: number, signal: AbortSignal): Promise<DriveImage> {
  const path = join(imagesDir, `${name}-${sizeBytes}.img`);
  const known = await readFile(`${path}.sha256`, 'utf8').catch(() => undefined);
  if (known !== undefined) return { path, sha256: known };
  await mkdir(imagesDir, { recursive: true });
  const key = createHash('sha256').update(name).digest();
  const stream = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
  const zeros = Buffer.alloc(CHUNK_BYTES);
  const unfinished = `${path}.${randomUUID()}`;
  const sha256 = await writeChunks(unfinished, sizeBytes, signal, async (bytes) => stream.update(zeros.subarray(0, bytes)));
  await rename(unfinished, path);
  await writeFile(`${unfinished}.sha256`, sha256);
  await rename(`${unfinished}.sha256`, `${path}.sha256`);
  await syncFolder(imagesDir);
  return { path, sha256 };
}

/**
 * A real copy: read and written chunk by chunk (no reflink, no copy_file_range), file and folder synced, then read
 * back and hashed. Gives the hash (hex); throws when it is not the image's.
 */
export async function cloneDrive(image: DriveImage, target: string, signal: AbortSignal): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  const source = await open(image.path, 'r');
  try {
    const { size } = await source.stat();
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    await writeChunks(target, size, signal, async (bytes, position) => chunk.subarray(0, await readFully(source, chunk, bytes, position)));
  } finally {
    await source.close();
  }
  await syncFolder(dirname(target));
  const sha256 = await hashFile(target, signal);
  if (sha256 !== image.sha256) {
    throw Object.assign(new Error(`the clone reads back as ${sha256}, the image is ${image.sha256}`), { code: 'content_differs' });
  }
  return sha256;
}

/** SHA-256 (hex) of what is in the file. */
export async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let position = 0; ;) {
      signal.throwIfAborted();
      const bytes = await readFully(file, chunk, CHUNK_BYTES, position);
      if (bytes === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytes));
      position += bytes;
    }
  } finally {
    await file.close();
  }
}

/** Writes and syncs a new file; an unfinished one is removed. Gives its SHA-256. */
async function writeChunks(
  path: string,
  sizeBytes: number,
  signal: AbortSignal,
  chunkAt: (bytes: number, position: number) => Promise<Buffer>,
): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w', 0o600);
  try {
    for (let position = 0; position < sizeBytes;) {
      signal.throwIfAborted();
      const chunk = await chunkAt(Math.min(CHUNK_BYTES, sizeBytes - position), position);
      if (chunk.length === 0) throw new Error(`the image ends after ${position} of ${sizeBytes} bytes`);
      await writeFully(file, chunk, position);
      hash.update(chunk);
      position += chunk.length;
    }
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function writeFully(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

async function readFully(file: FileHandle, into: Buffer, bytes: number, position: number): Promise<number> {
  let read = 0;
  while (read < bytes) {
    const { bytesRead } = await file.read(into, read, bytes - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
}
