/** Replaces what must not be seen in text that leaves the process: logs, evidence, tags, summaries, reports. */
export type Redact = (text: string) => string;

// A backslash ends what is taken: in JSON within JSON it belongs to the quote that follows.
const SHAPES: readonly [RegExp, string][] = [
  [/\b(authorization(?:(?:\\*["'])?\s*[:=]\s*|\\*["']\s*,\s*)(?:\\*["'])?)(?:(?:basic|bearer|digest)\s+)?[^\s"',}\\]+/gi, '$1[redacted]'],
  [/\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi, '$1[redacted]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'\\]+@/gi, '$1[redacted]@'],
  [/(\bhttps?:\/\/[^\s?"'<>\\]+)\?[^\s"'<>#\\]+/gi, '$1?[redacted]'],
];

/** As `exactRedactor`, and whatever looks like one: Authorization, bearer tokens, userinfo and query of a URL. */
export function redactor(secrets: readonly string[]): Redact {
  const exact = exactRedactor(secrets);
  return (text) => SHAPES.reduce((out, [shape, replacement]) => out.replaceAll(shape, replacement), exact(text));
}

/** `secrets`: exact values of everything loaded from the environment; values under 4 characters are ignored. */
export function exactRedactor(secrets: readonly string[]): Redact {
  const exact = [...new Set(secrets)].filter((secret) => secret.length >= 4).toSorted((a, b) => b.length - a.length);
  const forms = exact.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    JSON.stringify(secret).slice(1, -1),
  ]);
  return (text) => forms.reduce((out, form) => out.replaceAll(form, '[redacted]'), text);
}
