/** A server that asks for more is asked again after a day. */
const LONGEST_MS = 86_400_000;

/** What a Retry-After header asks for, ms from now: seconds or an HTTP date (RFC 9110 §10.2.3); null where it says neither. `nowUs`: µs. */
export function retryAfterMs(header: string | null, nowUs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(LONGEST_MS, Math.ceil(Number(text) * 1_000));
  // Anything that Date.parse would guess at, "7" or "-3", is no date of HTTP.
  const at = /^[A-Za-z]{3},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(LONGEST_MS, Math.max(0, Math.ceil(at - nowUs / 1_000)));
}
