/** Reorders or hides what stands beside it: embeddings, overrides and isolates of direction, and what cannot be printed. */
const UNSEEN = /[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]|(?![\n\t])\p{Cc}/gu;

/** Text of others for a message: no control characters, no unpaired surrogates, line ends as `\n`; cut to `most` UTF-16 units, and says so. */
export function plainText(text: string, most: number): string {
  const clean = text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(UNSEEN, '');
  return clean.length <= most ? clean : `${whole(clean.slice(0, most - 1))}…`;
}

/** As `plainText`, on one line: a summary of JIRA must not hold a line end. */
export function oneLine(text: string, most: number): string {
  const line = plainText(text, Number.POSITIVE_INFINITY).replaceAll(/\s+/gu, ' ').trim();
  return line.length <= most ? line : `${whole(line.slice(0, most - 1)).trimEnd()}…`;
}

/** Without half a character at its end. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
