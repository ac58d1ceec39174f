/** A place in a text; both count from one, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** From offsets to places, for one text. */
export function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}

/** What stands in a text where a claim was printed; null where nothing of the kind is found. */
export interface Standing extends Place {
  readonly id: string;
  readonly stands: string | null;
  /** The unprinted value beside it, where the form has one. */
  readonly value?: number;
}

/** By line, in the order given. */
export function byLine<Item extends { readonly line: number }>(items: readonly Item[]): ReadonlyMap<number, readonly Item[]> {
  const lines = new Map<number, Item[]>();
  for (const item of items) {
    const known = lines.get(item.line);
    if (known === undefined) lines.set(item.line, [item]);
    else known.push(item);
  }
  return lines;
}
