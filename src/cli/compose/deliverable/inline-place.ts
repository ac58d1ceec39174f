import { isScalar, Scalar } from 'yaml';
import type { PlaceAt } from '../../../../reports/deliverable/problem.ts';
import type { YamlSource } from '../../../config/yaml-source.ts';

/** Where lines of a text stand that is written within the YAML file: a block scalar keeps its lines, any other is known by its beginning only. */
export function inlinePlace(yaml: YamlSource, source: string, file: string, path: readonly PropertyKey[]): PlaceAt {
  const node = yaml.document.getIn(path, true);
  const start = isScalar(node) ? (node.range?.[0] ?? 0) : 0;
  const { line: first, col } = yaml.lines.linePos(start);
  if (isScalar(node) && node.type === Scalar.BLOCK_LITERAL) {
    const below = source.split('\n').slice(first);
    const indent = below.find((line) => line.trim() !== '')?.search(/\S/) ?? 0;
    return (line, column) => `${file}:${first + line}:${indent + column}`;
  }
  if (isScalar(node) && node.type === Scalar.PLAIN) return (line, column) => `${file}:${first}:${line === 1 ? col + column - 1 : col}`;
  return () => `${file}:${first}:${col}`;
}
