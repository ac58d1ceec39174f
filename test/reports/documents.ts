import { compareDocument } from '../../reports/compare/document.ts';
import { compareModel, type CompareOptions } from '../../reports/compare/model.ts';
import type { Document } from '../../reports/document.ts';
import { writeMarkdown } from '../../reports/markdown/write.ts';
import { mergeFacts } from '../../reports/merge-facts.ts';
import { runDocument } from '../../reports/run/document.ts';
import { runModel } from '../../reports/run/model.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import { makeFacts, type Plant } from './make-facts.ts';
import { CONTEXT } from './plants.ts';

export interface Reported {
  readonly facts: RunFacts;
  readonly document: Document;
}

export function reportOf(plant: Plant): Reported {
  const facts = makeFacts(plant);
  return { facts, document: runDocument(runModel(facts, CONTEXT)) };
}

export function comparisonOf(before: Plant, after: Plant, options: Partial<CompareOptions> = {}, reference?: Plant): Reported {
  const sides = [makeFacts(before), makeFacts(after)] as const;
  const third = reference === undefined ? undefined : makeFacts(reference);
  const names = { before: before.campaign ?? 'before', after: after.campaign ?? 'after' };
  const model = compareModel(sides[0], sides[1], third, { names, context: CONTEXT, ...options });
  return { facts: mergeFacts([...sides, ...(third === undefined ? [] : [third])]), document: compareDocument(model) };
}

export function markdownOf(document: Document): ReturnType<typeof writeMarkdown> {
  const figures = document.blocks.flatMap((block) => (block.kind === 'figure' ? [block.id] : []));
  return writeMarkdown(document, new Map(figures.map((id) => [id, `figures/${id}.svg`])));
}

/** The text of one section, from its heading to the next of its level. */
export function sectionOf(document: Document, id: string): string {
  const { text } = markdownOf(document);
  const from = text.indexOf(`<a id="${id}"></a>\n\n## `);
  if (from === -1) throw new Error(`No section ${id}`);
  const end = text.indexOf('\n## ', text.indexOf('## ', from) + 3);
  return text.slice(from, end === -1 ? undefined : end);
}
