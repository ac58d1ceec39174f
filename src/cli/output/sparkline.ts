const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * A series in so many characters: each is the median of its rows, from the lowest to the highest of those medians; `·` where no value is there,
 * and a bar before each place where a regime begins.
 */
export function sparkline(values: Float64Array, starts: readonly number[], width: number): string {
  const cells = Math.min(width, values.length);
  const from = (cell: number): number => Math.floor((cell * values.length) / cells);
  const medians = Array.from({ length: cells }, (_, cell) => medianOf(values.subarray(from(cell), from(cell + 1))));
  const known = medians.filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const marks = new Set(starts.map((start) => Math.min(cells - 1, Math.floor((start * cells) / values.length))));
  return medians.map((value, cell) => `${marks.has(cell) ? '|' : ''}${Number.isNaN(value) ? '·' : blockOf(value, low, high)}`).join('');
}

function blockOf(value: number, low: number, high: number): string {
  // Halves: the range of doubles is wider than a double.
  const share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
  return BLOCKS[Math.min(BLOCKS.length - 1, Math.floor(share * BLOCKS.length))] as string;
}

/** Of at most a thousand rows spread over the cell: the picture is no finer. */
function medianOf(cell: Float64Array): number {
  const step = Math.max(1, Math.floor(cell.length / 1000));
  const known = cell.filter((value, index) => index % step === 0 && Number.isFinite(value)).sort();
  return known[Math.floor((known.length - 1) / 2)] ?? Number.NaN;
}
