/** An opening that never closes is looked at to the end: so many of them are. */
const MOST_OPENINGS = 64;

export interface JsonDocument {
  /** 1-based line of its opening brace. */
  readonly line: number;
  readonly value: unknown;
}

/** The JSON objects in a text, whatever banners and progress lines stand between them. `nan` and `inf` of C are read as null. */
export function* jsonDocuments(text: string): Generator<JsonDocument> {
  let counted = 0;
  let line = 1;
  let failed = 0;
  for (let start = text.indexOf('{'); start !== -1 && failed < MOST_OPENINGS;) {
    const end = closingBrace(text, start);
    const value = end === -1 ? undefined : parse(text.slice(start, end));
    for (let at = text.indexOf('\n', counted); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) line += 1;
    counted = start;
    if (value === undefined) failed += 1;
    else yield { line, value };
    start = text.indexOf('{', value === undefined ? start + 1 : end);
  }
}

/** Behind the brace that closes the one at `start`; -1 where none does. */
function closingBrace(text: string, start: number): number {
  const token = /["{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '"') token.lastIndex = closingQuote(text, token.lastIndex);
    else depth += match[0] === '{' ? 1 : -1;
    if (depth === 0) return token.lastIndex;
  }
  return -1;
}

/** Behind the quote that closes a string; the end of the text where none does. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at === -1 ? text.length : at + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - backslashes - 1] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function parse(text: string): object | undefined {
  return parseExactly(text) ?? parseExactly(text.replaceAll(STRING_OR_NO_NUMBER, (found) => (found.startsWith('"') ? found : 'null')));
}

const STRING_OR_NO_NUMBER = /"(?:[^"\\]|\\.)*"|[-+]?\b(?:nan|inf)\b/g;

function parseExactly(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
