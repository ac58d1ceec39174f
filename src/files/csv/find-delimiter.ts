/** In order of how seldom each stands inside a cell. */
const DELIMITERS = ['\t', ';', ','] as const;

/** What parts the cells of these first lines: the first of tab, semicolon and comma that all of them (or else most of them) hold equally often. */
export function findDelimiter(lines: readonly string[]): string {
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, share: agreement(lines.map((line) => count(line, delimiter))) }));
  const best = counts.reduce((left, right) => (right.share > left.share ? right : left));
  return best.share > 0 ? best.delimiter : ',';
}

/** Share of the lines that agree with the most frequent count above none. */
function agreement(counts: readonly number[]): number {
  const votes = new Map<number, number>();
  for (const each of counts) if (each > 0) votes.set(each, (votes.get(each) ?? 0) + 1);
  return Math.max(0, ...votes.values()) / counts.length;
}

function count(line: string, delimiter: string): number {
  return line.replaceAll(/"[^"]*"?/g, '').split(delimiter).length - 1;
}
