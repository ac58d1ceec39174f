/** The structure of a document, in reading order: levels of headings, cells of each row of each table, paths of images, blocks of code. */
export interface Shape {
  readonly headings: number[];
  readonly tables: number[][];
  readonly images: string[];
  codes: number;
}

interface Node {
  readonly t?: string;
  readonly c?: unknown;
}

/** Of pandoc's JSON (API 1.22). */
export function pandocShape(json: string): Shape {
  const shape: Shape = { headings: [], tables: [], images: [], codes: 0 };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    else if (typeof node === 'object' && node !== null) {
      note(node as Node, shape);
      for (const value of Object.values(node)) visit(value);
    }
  };
  visit((JSON.parse(json) as { blocks: unknown }).blocks);
  return shape;
}

function note({ t, c }: Node, shape: Shape): void {
  if (t === 'Header') shape.headings.push((c as [number])[0]);
  if (t === 'CodeBlock') shape.codes += 1;
  if (t === 'Image') shape.images.push((c as [unknown, unknown, [string, string]])[2][0]);
  if (t !== 'Table') return;
  const [, , , head, bodies] = c as [unknown, unknown, unknown, [unknown, Row[]], [unknown, unknown, Row[], Row[]][]];
  shape.tables.push([...head[1], ...bodies.flatMap(([, , , rows]) => rows)].map(([, cells]) => cells.length));
}

type Row = readonly [attributes: unknown, cells: readonly unknown[]];
