import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Evidence } from '../../core/observation.ts';
import type { Database } from '../sqlite.ts';

export const MAX_EVIDENCE_BYTES = 256 * 1024;

/** Stores evidence once, whoever brings it, and gives its sha256: that of the body as kept, cut where it is too long. */
export function evidenceWriter(db: Database): (evidence: Evidence, at: number) => Buffer {
  const add = db.prepare(
    `insert into evidence(sha256, media, bytes, truncated, at, gz) values (?, ?, ?, ?, ?, ?) on conflict(sha256) do nothing`,
  );
  const has = db.prepare('select 1 from evidence where sha256 = ?').pluck();
  return ({ media, body }, at) => {
    const whole = Buffer.from(body, 'utf8');
    const kept = cut(whole, MAX_EVIDENCE_BYTES);
    const sha256 = createHash('sha256').update(kept).digest();
    if (has.get(sha256) === undefined) {
      add.run(sha256, media, whole.length, kept.length < whole.length ? 1 : 0, at, gzipSync(kept));
    }
    return sha256;
  };
}

/** At most `limit` bytes, without half a character at the end. */
function cut(bytes: Buffer, limit: number): Buffer {
  if (bytes.length <= limit) return bytes;
  let end = limit;
  // 10xxxxxx continues a character.
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
