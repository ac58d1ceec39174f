import { cleanLine } from '../../../src/core/clean-text.ts';
import type { Topology } from './topology.ts';

/** The graph as mermaid text. Labels are quoted: no name can end one, or be read as syntax. */
export function mermaidText({ nodes, edges }: Topology): string {
  return [
    'flowchart LR',
    ...nodes.map(({ id, lines }) => `  ${id}["${lines.map((line) => label(line)).join('<br/>')}"]`),
    ...edges.map(({ from, to, label: words }) => `  ${from} -->${words === '' ? '' : `|"${label(words)}"|`} ${to}`),
  ].join('\n');
}

function label(text: string): string {
  return cleanLine(text, 60).replaceAll(/[^\p{L}\p{N} .,:/_+-]/gu, (character) => `#${character.codePointAt(0)};`);
}
