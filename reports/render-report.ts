import { authoredNumerals } from './authored-numerals.ts';
import { checkDocument } from './check-document.ts';
import { writeCsv } from './csv.ts';
import type { Document, FigureBlock } from './document.ts';
import { liveFigure } from './figures/live-figure.ts';
import { renderFigure } from './figures/render.ts';
import type { PageScript } from './html/page-script.ts';
import { writeHtml } from './html/write.ts';
import { writeMarkdown, type PlacedClaim } from './markdown/write.ts';
import { visibleJson } from './visible-json.ts';

/** File name relative to the report's folder → text. */
export type ReportFiles = ReadonlyMap<string, string>;

/**
 * Every file of a report: same document, same bytes. With `script`, the text of html/live, the figures of the HTML are live; without, pictures.
 * Rejects with TypeError when the document breaks the rule for numerals.
 */
export async function renderReport(document: Document, script: string | null = null): Promise<ReportFiles> {
  checkDocument(document);
  const figures = document.blocks.filter((block): block is FigureBlock => block.kind === 'figure');
  const drawn = new Map<string, string>();
  for (const figure of figures) drawn.set(figure.id, await renderFigure(figure));
  const paths = new Map(figures.map(({ id }) => [id, `figures/${id}.svg`]));
  const { text, claims } = writeMarkdown(document, paths);
  return new Map([
    ['report.md', text],
    ['report.html', writeHtml(document, drawn, script === null ? null : pageScript(script, figures))],
    ['numbers.json', numbers(claims, authoredNumerals(document))],
    ...figures.map(({ id }): [string, string] => [`figures/${id}.svg`, `${drawn.get(id)}\n`]),
    ...figures.map(({ id, rows }): [string, string] => [`data/${id}.csv`, writeCsv(rows)]),
  ]);
}

function pageScript(text: string, figures: readonly FigureBlock[]): PageScript | null {
  const live = figures.flatMap((figure) => {
    const drawn = liveFigure(figure);
    return drawn === null ? [] : [[figure.id, drawn] as const];
  });
  return live.length === 0 ? null : { text, figures: new Map(live) };
}

/**
 * The claims by the ids that they have in the HTML, with their places in report.md; a value that is not finite is null. Where an author's
 * words hold numerals, a last entry lists those.
 */
function numbers(claims: readonly PlacedClaim[], authored: readonly string[]): string {
  const entries = [...claims, ...(authored.length === 0 ? [] : [{ authored }])];
  return `[\n${entries.map((entry) => visibleJson(entry)).join(',\n')}\n]\n`;
}
