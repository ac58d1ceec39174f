/** A value of a script's as text, for messages, tags and logs. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value) ?? '[object]';
  } catch {
    // A cycle, or a toJSON that throws.
    return '[object]';
  }
}
