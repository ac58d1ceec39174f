import type { FigureBlock, FigureRow, Inline } from '../document.ts';
import { HUES, INK, WIDTH } from './theme.ts';

/** A box of a graph; `column` from the left, from 0. */
export interface DrawnNode {
  readonly id: string;
  readonly kind: string;
  readonly lines: readonly string[];
  readonly column: number;
}

// Vega takes a letter to be wider than it is by about 1 ÷ 0.7, and cuts by that.
const LIMIT_RATIO = 0.7;
const BOX = { width: 124, height: 44 };
const ROW = 64;

/** Boxes in columns with lines from the left to the right: a column's boxes stand one below the other, around the middle. */
export function graphFigure(
  figure: { readonly id: string; readonly caption: readonly Inline[]; readonly alt: string; readonly mermaid: string },
  graph: {
    readonly nodes: readonly DrawnNode[];
    readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[];
  },
): FigureBlock {
  const columns = Math.max(...graph.nodes.map(({ column }) => column)) + 1;
  const tallest = Math.max(...Array.from({ length: columns }, (_, column) => inColumn(graph.nodes, column).length));
  const height = Math.max(2, tallest) * ROW;
  const placed = new Map(graph.nodes.map((node) => [node.id, centreOf(node, graph.nodes, columns, height)]));
  const kinds = [...new Set(graph.nodes.map(({ kind }) => kind))];
  const rows: readonly FigureRow[] = [
    ...graph.edges.flatMap(({ from, to, label }): readonly FigureRow[] => {
      const [a, b] = [placed.get(from), placed.get(to)];
      if (a === undefined || b === undefined) return [];
      const [x, x2] = [a.x + BOX.width / 2, b.x - BOX.width / 2];
      return [{ row: 'edge', from, to, text: label, x, y: a.y, x2, y2: b.y, tx: (x + x2) / 2, ty: (a.y + b.y) / 2 }];
    }),
    ...graph.nodes.map(({ id, kind, lines }): FigureRow => {
      const { x, y } = placed.get(id) as Place;
      const box = { x: x - BOX.width / 2, x2: x + BOX.width / 2, y: y - BOX.height / 2, y2: y + BOX.height / 2 };
      return { row: 'node', id, kind, text: lines[0] ?? '', under: lines[1] ?? '', ...box, tx: x, ty: y - 7 };
    }),
  ];
  return { kind: 'figure', ...figure, spec: { width: WIDTH, height, layer: layers(kinds, height) }, rows };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function inColumn(nodes: readonly DrawnNode[], column: number): readonly DrawnNode[] {
  return nodes.filter((node) => node.column === column);
}

function centreOf(node: DrawnNode, nodes: readonly DrawnNode[], columns: number, height: number): Place {
  const own = inColumn(nodes, node.column);
  const step = columns === 1 ? 0 : (WIDTH - BOX.width) / (columns - 1);
  return { x: BOX.width / 2 + node.column * step, y: (height * (own.indexOf(node) + 0.5)) / own.length };
}

function layers(kinds: readonly string[], height: number): readonly object[] {
  const x = { field: 'x', type: 'quantitative', axis: null, scale: { domain: [0, WIDTH], nice: false, zero: false } };
  const y = { field: 'y', type: 'quantitative', axis: null, scale: { domain: [0, height], reverse: true, nice: false, zero: false } };
  const only = (row: string): object => ({ transform: [{ filter: `datum.row === '${row}'` }] });
  const colour = { field: 'kind', type: 'nominal', scale: { domain: kinds, range: HUES.slice(0, kinds.length) }, legend: null };
  const words = (field: string, mark: object): object => ({
    mark: { type: 'text', align: 'center', baseline: 'middle', limit: BOX.width / LIMIT_RATIO, ...mark },
    encoding: { x: { ...x, field: 'tx' }, y: { ...y, field: 'ty' }, text: { field, type: 'nominal' } },
  });
  return [
    {
      ...only('edge'),
      mark: { type: 'rule', color: INK.axis, strokeWidth: 1.5 },
      encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } },
    },
    {
      ...only('edge'),
      mark: { type: 'point', shape: 'triangle-right', filled: true, color: INK.axis, size: 70, opacity: 1 },
      encoding: { x: { ...x, field: 'x2' }, y: { ...y, field: 'y2' } },
    },
    // The line is not to run through its words.
    { ...only('edge'), ...words('text', { stroke: INK.paper, strokeWidth: 5, fontSize: 11 }) },
    { ...only('edge'), ...words('text', { color: INK.quiet, fontSize: 11 }) },
    {
      ...only('node'),
      mark: { type: 'rect', fill: INK.paper, strokeWidth: 2, cornerRadius: 4 },
      encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' }, stroke: colour },
    },
    { ...only('node'), ...words('text', { color: INK.text, fontSize: 12, fontWeight: 'bold' }) },
    { ...only('node'), ...words('under', { color: INK.quiet, fontSize: 11, dy: 15 }) },
  ];
}
