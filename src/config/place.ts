import { isMap, isPair, isScalar, type Document, type LineCounter, type Node } from 'yaml';

/** Finds where in the YAML file a value or a key stands: `file:line:column`. */
export function placeOf(document: Document, lines: LineCounter, file: string, path: readonly PropertyKey[], key?: string): string {
  // An absent value has no place of its own: the nearest enclosing one is named.
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : (document.getIn(path.slice(0, depth), true) as Node | undefined);
    if (node === undefined || node === null) continue;
    const offset =
      (key === undefined || depth < path.length ? undefined : keyOffset(node, key)) ??
      ownKeyOffset(document, path.slice(0, depth)) ??
      node.range?.[0];
    if (offset === undefined) continue;
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  }
  return file;
}

function keyOffset(node: Node, key: string): number | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key);
  return pair !== undefined && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
}

/** A map is best pointed at by its key: its own range begins on the next line. */
function ownKeyOffset(document: Document, path: readonly PropertyKey[]): number | undefined {
  const last = path.at(-1);
  if (typeof last !== 'string') return undefined;
  const value = document.getIn(path, true);
  if (isScalar(value)) return undefined;
  const parent = path.length === 1 ? document.contents : (document.getIn(path.slice(0, -1), true) as Node | undefined);
  return parent === undefined || parent === null ? undefined : keyOffset(parent, last);
}
