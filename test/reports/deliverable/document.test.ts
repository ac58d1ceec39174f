import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Block, Document } from '../../../reports/document.ts';
import { writeMarkdown } from '../../../reports/markdown/write.ts';
import { recompute } from '../../../reports/recompute.ts';
import { renderReport } from '../../../reports/render-report.ts';
import { deliverableOf, STORY, storyRows } from '../deliverable-of.ts';

const story = deliverableOf(join(STORY, 'story.yaml'));
const figuresOf = ({ blocks }: Document) =>
  new Map(blocks.flatMap((block) => (block.kind === 'figure' ? [[block.id, `figures/${block.id}.svg`]] : [])));
const { text, claims } = writeMarkdown(story.document, figuresOf(story.document));
const captionsOf = (kind: Block['kind']): readonly string[] =>
  [...text.matchAll(new RegExp(`^\\*\\*(${kind === 'figure' ? 'Figure' : 'Table'} \\d+):\\*\\*`, 'gm'))].map(([, number]) => number ?? '');

describe('a deliverable', () => {
  it('has nothing to mend', () => {
    expect(story.problems).toEqual([]);
  });

  it('draws its diagram as it did', async () => {
    const files = await renderReport(story.document);
    await expect(files.get('figures/overview.svg')).toMatchFileSnapshot('../../golden/reports/deliverable-overview.svg');
  });

  it('is the same whenever it is written', async () => {
    const again = deliverableOf(join(STORY, 'story.yaml'));
    expect(await renderReport(again.document)).toEqual(await renderReport(story.document));
  });

  it('has no number that the rows do not give again', () => {
    const rows = storyRows();
    const wrong = claims.filter(({ recipe, value }) => Math.abs(recompute(recipe, rows) - value) > 1e-9 * Math.max(1e-9, Math.abs(value)));
    expect(wrong.map(({ id, text: printed, recipe }) => [id, printed, recipe.statistic])).toEqual([]);
    expect(claims.length).toBeGreaterThan(200);
  });

  it('numbers figures and tables in reading order, each once', () => {
    for (const kind of ['figure', 'table'] as const) {
      const numbers = captionsOf(kind);
      expect(numbers).toEqual(numbers.map((_, index) => `${kind === 'figure' ? 'Figure' : 'Table'} ${index + 1}`));
      expect(numbers.length).toBeGreaterThan(4);
    }
  });

  it('lists every numbered block, and every list leads to one', () => {
    const listed = story.document.blocks.flatMap((block) => (block.kind === 'index' ? [[block.label, block.entries.length]] : []));
    expect(Object.fromEntries(listed)).toMatchObject({
      'List of figures': captionsOf('figure').length,
      'List of tables': captionsOf('table').length,
    });
    const targets = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id ?? '');
    const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id ?? ''));
    expect(targets.filter((id) => !anchors.has(id))).toEqual([]);
  });

  it('refers by number, also to what stands behind', () => {
    expect(text).toContain('see [section 3](#issues)');
    expect(text).toMatch(/^\[Figure 2\]\(#fig-main\) and \[table \d+\]\(#tab-verdicts\) show it:/m);
  });

  it('words a claim from the verdict, with the names of the campaigns', () => {
    expect(text).toMatch(
      /the time of `cpu` jobs improved by more than 5 %, median [\d.]+ s in `testbed` and [\d.]+ m?s in `production`, ratio/,
    );
  });

  it('leaves braces in code as they are, and HTML as text', () => {
    expect(text).toContain('# {{value}} is no value here');
    expect(text).toContain('&lt;b&gt;not bold&lt;/b&gt;');
  });

  it('says what a reader must know before the first number', () => {
    const [note] = story.document.blocks.filter(({ kind }) => kind === 'note');
    expect(JSON.stringify(note)).toContain('share this machine');
  });
});
