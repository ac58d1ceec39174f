/** One measured figure, beside those of others where there are some. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** By name, in the same unit. */
  readonly peers?: Readonly<Record<string, number>>;
  /** value ÷ the best peer; absent where nothing is comparable. */
  readonly ratio?: number;
}

/** With `--json` one line of JSON a figure, else the text. */
export function print(figures: readonly Figure[], text: string, isJson: boolean): void {
  process.stdout.write(isJson ? figures.map((figure) => `${JSON.stringify(figure)}\n`).join('') : text);
}

/** Columns as wide as their widest cell, the first to the left, all others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
