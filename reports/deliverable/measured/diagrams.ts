import { graphFigure } from '../../figures/graph.ts';
import { refuse } from '../refuse.ts';
import { takeArguments } from './arguments.ts';
import type { MakeBlock } from './block.ts';
import { mermaidText } from './mermaid.ts';

/** `{{diagram NAME}}`. */
export const DIAGRAMS: { readonly [name: string]: MakeBlock } = {
  /** What measures, what is rented, what is looked at, by the config. */
  topology: (directive, measured, id) => {
    takeArguments(directive, measured, { campaigns: 'none' });
    const { topology } = measured;
    if (topology.nodes.length < 2) refuse('has nothing to draw: the config has none of the targets of the campaigns');
    const caption = ['From the left: who measures, what is asked and looked at, the target, what runs there.'];
    const alt =
      'A graph: the vantage point with lines to the provider and to each probe, from there to the target, from it to its instances';
    const block = graphFigure({ id, caption, alt, mermaid: mermaidText(topology) }, topology);
    return { title: ['What is measured, and from where'], block };
  },
};
