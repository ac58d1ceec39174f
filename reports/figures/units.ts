interface Channel {
  readonly field?: string;
  readonly type?: string;
  readonly aggregate?: unknown;
  readonly legend?: unknown;
  readonly [other: string]: unknown;
}

/** What draws marks in a vega-lite spec: a layer, one part of a concatenation, or the spec itself. */
export interface Unit {
  readonly mark: { readonly [property: string]: unknown };
  readonly encoding?: { readonly [channel: string]: Channel | undefined } | undefined;
  readonly params?: readonly object[];
}

const INNER = ['layer', 'spec', 'hconcat', 'vconcat', 'concat'] as const;

/** The units in the order in which they are written. */
export function unitsOf(spec: object): readonly Unit[] {
  const units: Unit[] = [];
  changeUnits(spec, (unit) => {
    units.push(unit);
    return unit;
  });
  return units;
}

/** The same spec with each unit changed; `index` is that of `unitsOf`. */
export function changeUnits(spec: object, change: (unit: Unit, index: number) => Unit): object {
  let index = 0;
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map((item) => visit(item));
    const inner = node as { readonly [key: string]: unknown };
    if (inner['mark'] !== undefined) {
      const { mark, ...rest } = inner;
      return change({ ...rest, mark: typeof mark === 'string' ? { type: mark } : (mark as Unit['mark']) }, index++);
    }
    return Object.fromEntries(
      Object.entries(inner).map(([key, value]) => [key, (INNER as readonly string[]).includes(key) ? visit(value) : value]),
    );
  };
  return visit(spec) as object;
}
