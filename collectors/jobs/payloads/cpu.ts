// Runs on the instance, read from stdin by its Node.js: imports nothing but node:, prints one JSON line.
import { createHash } from 'node:crypto';

const { blocks, blockBytes } = JSON.parse(process.argv[2] ?? '') as { blocks: number; blockBytes: number };
const block = Buffer.alloc(blockBytes, 0x5a);
const all = createHash('sha256');
const startedAt = process.hrtime.bigint();
for (let n = 0; n < blocks; n += 1) {
  // Numbered, so that no block's hash can be reused for another.
  block.writeUInt32LE(n, 0);
  all.update(createHash('sha256').update(block).digest());
}
const digest = all.digest('hex');
const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
process.stdout.write(`${JSON.stringify({ payload: 'cpu', seconds, blocks, digest })}\n`);
