/** How an error is named by those who answer: `max_retries_exceeded`, `QuotaExceeded`, `Server.InternalError`. */
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;
/** An id within a name (`req-8d9f01c2-…`, `42917731`) would make every failure a code of its own. */
const HOLDS_ID = /\d{5,}|[0-9a-f]{8}-/i;
/** An identifier in running text that names a failure, not a field (`vnc_password`). */
const NAMED_FAILURE =
  /\b[a-z][a-z0-9]*(?:_[a-z0-9]+)*_(?:exceeded|failed|failure|error|denied|refused|rejected|unavailable|timeout|exhausted|expired|conflict|forbidden|reached|found|exists)\b/i;

/** Where providers put their code, most telling first. */
const CODE_FIELDS = ['error_type', 'errorCode', 'error_code', 'code', 'type', 'error', 'title'];
const MESSAGE_FIELDS = ['error_message', 'message', 'detail', 'error_description', 'error', 'title'];

type Fields = { readonly [name: string]: unknown };

/**
 * The target's own code in the body of a failed answer, else `http_<status>`. Knows the shapes of CloudSigma (a list of
 * error_type and error_message), OpenStack (the code is the wrapper's key), Azure (`error.code`), EC2 and other XML (`<Code>`).
 * A failure named in the message (`max_retries_exceeded`) is more telling than the class it is filed under (`backend`).
 */
export function errorCodeOf(body: string, status: number): string {
  return jsonCode(body) ?? xmlCode(body) ?? `http_${status}`;
}

function jsonCode(body: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const outer = asFields(Array.isArray(parsed) ? parsed[0] : parsed);
  if (outer === undefined) return undefined;
  const layers = [outer, ...wrapped(outer).map(([, inner]) => inner)];
  return (
    namedFailure(layers) ??
    valuesOf(layers.toReversed(), CODE_FIELDS).find(isCode) ??
    wrapperName(outer) ??
    valuesOf(layers, MESSAGE_FIELDS).find(isCode)
  );
}

/** `{"error": {…}}`, `{"errors": [{…}]}`, `{"itemNotFound": {…}}`: one layer down. */
function wrapped(outer: Fields): [string, Fields][] {
  return Object.entries(outer)
    .slice(0, 32)
    .flatMap(([name, value]) => {
      const inner = asFields(Array.isArray(value) ? value[0] : value);
      return inner === undefined ? [] : [[name, inner]];
    });
}

function namedFailure(layers: readonly Fields[]): string | undefined {
  for (const message of valuesOf(layers, MESSAGE_FIELDS)) {
    const found = NAMED_FAILURE.exec(message.slice(0, 4096))?.[0];
    if (found !== undefined && isCode(found)) return found;
  }
  return undefined;
}

/** Nova: `{"overLimit": {"code": 413, "message": …}}`. */
function wrapperName(outer: Fields): string | undefined {
  const name = wrapped(outer).find(([, inner]) => 'message' in inner || 'code' in inner)?.[0];
  return name !== undefined && name !== 'error' && name !== 'errors' && isCode(name) ? name : undefined;
}

function xmlCode(body: string): string | undefined {
  if (!/^\s*</.test(body)) return undefined;
  return [...body.slice(0, 65_536).matchAll(/<(?:Code|code|type)>\s*([^<\s]{1,64})\s*</g)].map(([, code]) => code as string).find(isCode);
}

function valuesOf(layers: readonly Fields[], names: readonly string[]): string[] {
  return layers.flatMap((layer) => names.map((name) => layer[name]).filter((value) => typeof value === 'string'));
}

function isCode(text: string): boolean {
  return IDENTIFIER.test(text) && !HOLDS_ID.test(text);
}

function asFields(value: unknown): Fields | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : undefined;
}
