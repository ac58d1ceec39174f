import { z } from 'zod';
import { jsonDocuments } from '../../src/core/json-documents.ts';

/** One direction of one fio job. */
export interface FioFigures {
  readonly bytes: number;
  /** Seconds, resolution 1 ms. */
  readonly seconds: number;
  /** Mean time of one fsync, seconds; absent when fio made or reported none. */
  readonly syncSeconds?: number;
}

const amount = z.number().nonnegative().finite();
const direction = z.object({ io_bytes: amount, io_kbytes: amount.optional(), runtime: amount });
const output = z.object({
  jobs: z
    .array(
      z.object({
        error: z.number(),
        read: direction,
        write: direction,
        sync: z.object({ total_ios: amount, lat_ns: z.object({ mean: amount }) }).optional(),
      }),
    )
    .length(1),
});

/** Reads `fio --output-format=json` of one job, with whatever banners surround the JSON; `undefined` for anything else. */
export function parseFio(text: string, what: 'read' | 'write'): FioFigures | undefined {
  for (const { value } of jsonDocuments(text)) {
    const parsed = output.safeParse(value);
    const job = parsed.data?.jobs[0];
    if (job === undefined) continue;
    const { io_bytes: bytes, io_kbytes: kibibytes, runtime } = job[what];
    // Before fio 3 `io_bytes` held KiB; what reports no `io_kbytes` beside it is that old and not to be trusted.
    if (job.error !== 0 || kibibytes === undefined || runtime <= 0 || bytes <= 0) return undefined;
    const syncs = job.sync;
    const sync = syncs !== undefined && syncs.total_ios > 0 && syncs.lat_ns.mean > 0 ? { syncSeconds: syncs.lat_ns.mean / 1e9 } : {};
    return { bytes, seconds: runtime / 1000, ...sync };
  }
  return undefined;
}
