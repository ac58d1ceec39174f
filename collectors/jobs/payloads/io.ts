// Runs on the instance, read from stdin by its Node.js: imports nothing but node:, prints one JSON line.
import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';

const { file, bytes, blockBytes, syncEvery } = JSON.parse(process.argv[2] ?? '') as {
  file: string;
  bytes: number;
  blockBytes: number;
  syncEvery: number;
};
// Random, so that a disk which compresses or finds equal blocks has no easy day.
const block = randomFillSync(Buffer.alloc(blockBytes));
const descriptor = openSync(file, 'wx');
try {
  let written = 0;
  let syncs = 0;
  let syncNs = 0n;
  const sync = (): void => {
    const from = process.hrtime.bigint();
    fsyncSync(descriptor);
    syncNs += process.hrtime.bigint() - from;
    syncs += 1;
  };
  const startedAt = process.hrtime.bigint();
  for (let n = 1; written < bytes; n += 1) {
    block.writeUInt32LE(n >>> 0, 0);
    written += writeSync(descriptor, block, 0, Math.min(blockBytes, bytes - written));
    if (n % syncEvery === 0 || written >= bytes) sync();
  }
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  process.stdout.write(`${JSON.stringify({ payload: 'io', seconds, bytes: written, syncs, syncSeconds: Number(syncNs) / 1e9 })}\n`);
} finally {
  closeSync(descriptor);
  unlinkSync(file);
}
