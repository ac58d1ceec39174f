/** µs since 1970 → RFC 3339 with the local offset and six decimals, as k6 writes times. */
export function localTime(us: number): string {
  const date = new Date(us / 1000);
  const offset = -date.getTimezoneOffset();
  const shifted = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const micros = String(Math.floor(us % 1e6)).padStart(6, '0');
  if (offset === 0) return `${shifted}.${micros}Z`;
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${shifted}.${micros}${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
