/** The cells of one line; undefined: a quote is open at its end, so the record goes on in the next line. */
export function splitRecord(line: string, delimiter: string): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const quote = firstQuote(line, at);
    if (quote === -1 || line.slice(at, quote).includes(delimiter)) {
      const end = line.indexOf(delimiter, at);
      cells.push(line.slice(at, end === -1 ? line.length : end));
      if (end === -1) return cells;
      at = end + 1;
      continue;
    }
    const closing = closingQuote(line, quote + 1);
    if (closing === -1) return undefined;
    const end = line.indexOf(delimiter, closing);
    const rest = line.slice(closing + 1, end === -1 ? line.length : end);
    cells.push(line.slice(quote + 1, closing).replaceAll('""', '"') + rest.trimEnd());
    if (end === -1) return cells;
    at = end + 1;
  }
}

/** A quote only opens a cell where nothing but spaces stand before it. */
function firstQuote(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at += 1;
  return line[at] === '"' ? at : -1;
}

function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at;
}
