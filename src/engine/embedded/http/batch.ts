import type { RunOptions } from '../options.ts';
import type { WirePoint } from '../vu-messages.ts';
import type { HttpClient } from './http-client.ts';
import type { WireRequest, WireResponse } from './wire.ts';

export interface BatchItem {
  readonly wire: WireRequest;
  /** Bytes as numbers. */
  readonly body: string | readonly number[] | null;
}

export type BatchResponse = WireResponse & { readonly text?: string };

/** Sends many at a time, at most `batch` of them and `batchPerHost` to one host; answers in the order of the requests. */
export async function batchRequests(
  items: readonly BatchItem[],
  client: HttpClient,
  limits: Pick<RunOptions, 'batch' | 'batchPerHost'>,
): Promise<{ readonly responses: readonly BatchResponse[]; readonly points: readonly WirePoint[] }> {
  const responses: BatchResponse[] = Array.from({ length: items.length });
  const points: WirePoint[] = [];
  const waiting = items.map((item, index) => ({ item, index, host: hostOf(item.wire.url) }));
  const busy = new Map<string, number>();

  const lane = async (): Promise<void> => {
    for (;;) {
      const at = waiting.findIndex(({ host }) => limits.batchPerHost === 0 || (busy.get(host) ?? 0) < limits.batchPerHost);
      const [next] = at < 0 ? [] : waiting.splice(at, 1);
      if (next === undefined) return;
      busy.set(next.host, (busy.get(next.host) ?? 0) + 1);
      const { wire, body } = next.item;
      const done = await client.request(wire, body === null || typeof body === 'string' ? body : Uint8Array.from(body));
      busy.set(next.host, (busy.get(next.host) ?? 1) - 1);
      points.push(...done.points);
      responses[next.index] = typeof done.body === 'string' ? { ...done.response, text: done.body } : done.response;
    }
  };
  // A lane that found every host full ends; the lanes on those hosts take what is left.
  const lanes = limits.batch === 0 ? items.length : Math.min(limits.batch, items.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return { responses, points };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
