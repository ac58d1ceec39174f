import { isoTime } from '../../src/core/units.ts';
import { cleanBlock, cleanLine } from '../../src/core/clean-text.ts';
import type { Block, Claim, Document, FigureBlock, Inline, TableBlock } from '../document.ts';
import { describeRecipe } from '../describe-recipe.ts';
import { authoredHtml, mermaidHtml } from './authored.ts';
import { AUTHORED_STYLE } from './authored-style.ts';
import { escapeHtml, foreignHtml } from './escape.ts';
import { pagePolicy, scriptElements, type PageScript } from './page-script.ts';
import { STYLE } from './style.ts';

/**
 * The document as one HTML file that needs nothing else: style and figures are inside, and the policy in its head forbids all but
 * `script`, without which the figures are pictures. `figures`: figure id → SVG text. A claim is a <data> element whose title says how it was computed.
 */
export function writeHtml(document: Document, figures: ReadonlyMap<string, string>, script: PageScript | null = null): string {
  let claims = 0;
  const nextId = (): string => `c${(claims += 1)}`;
  const title = escapeHtml(cleanLine(document.title));
  const body = document.blocks.map((block) => blockHtml(block, figures, nextId)).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${pagePolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>
${STYLE}${document.blocks.some(({ kind }) => kind === 'title-page') ? `\n${AUTHORED_STYLE}` : ''}
</style>
</head>
<body>
<a class="skip" href="#report-body">Skip the contents</a>
<main>
<h1>${title}</h1>
${contents(document)}
<div id="report-body" tabindex="-1">
${body}
</div>
</main>
${scriptElements(script)}</body>
</html>
`;
}

function contents(document: Document): string {
  if (document.blocks.some(({ kind }) => kind === 'index')) return '';
  const entries = document.blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 1 ? [`<li><a href="#${block.id}">${escapeHtml(cleanLine(block.text))}</a></li>`] : [],
  );
  return entries.length < 2 ? '' : `<nav aria-label="Contents"><ol>${entries.join('')}</ol></nav>`;
}

function blockHtml(block: Block, figures: ReadonlyMap<string, string>, nextId: () => string): string {
  const inline = (content: readonly Inline[]): string => inlineHtml(content, nextId);
  switch (block.kind) {
    case 'heading':
      return `<h${block.level + 1} id="${block.id}">${escapeHtml(cleanLine(block.text))}</h${block.level + 1}>`;
    case 'paragraph':
      return `<p>${inline(block.content)}</p>`;
    case 'note':
      return `<div class="note" role="note"><strong>Note:</strong> ${inline(block.content)}</div>`;
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${inline(item)}</li>`).join('\n')}</${tag}>`;
    }
    case 'table':
      return tableHtml(block, inline);
    case 'figure':
      return figureHtml(block, figures, inline);
    case 'code':
      return `<pre tabindex="0"><code>${escapeHtml(cleanBlock(block.text))}</code></pre>`;
    case 'quote':
    case 'items':
    case 'rule':
    case 'title-page':
    case 'index':
      return authoredHtml(block, inline, (inner) => blockHtml(inner, figures, nextId));
  }
}

/** On paper a table of so many columns is set smaller, or turned. */
const MANY = 8;
const LANDSCAPE = 12;

function tableHtml(table: TableBlock, inline: (content: readonly Inline[]) => string): string {
  const side = (index: number): string => (table.columns[index]?.align === 'right' ? ' class="right"' : '');
  const caption = inline(table.caption);
  const head = table.columns.map(({ title }, index) => `<th scope="col"${side(index)}>${escapeHtml(title)}</th>`).join('');
  const rows = table.rows.map((row) => `<tr>${row.map((cell, index) => `<td${side(index)}>${inline(cell)}</td>`).join('')}</tr>`);
  const width = table.columns.length < MANY ? '' : table.columns.length < LANDSCAPE ? ' many' : ' many landscape';
  return `<p class="caption" id="${table.id}-caption">${caption}</p>
<div class="scroll${width}" role="group" aria-labelledby="${table.id}-caption" tabindex="0"><table id="${table.id}" aria-labelledby="${table.id}-caption">
<thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function figureHtml(figure: FigureBlock, figures: ReadonlyMap<string, string>, inline: (content: readonly Inline[]) => string): string {
  const svg = figures.get(figure.id);
  if (svg === undefined) throw new TypeError(`Figure "${figure.id}" was not drawn`);
  // The alternative text says what kind of picture it is; what was measured stands in the caption, whose numbers are claims.
  const described = svg.replace('<svg role="img"', `<svg role="img" aria-describedby="${figure.id}-caption"`);
  return `<figure id="${figure.id}"><div class="scroll" role="group" aria-label="Figure" tabindex="0">${described}</div>
<figcaption id="${figure.id}-caption">${inline(figure.caption)}</figcaption>${figure.mermaid === undefined ? '' : mermaidHtml(figure.mermaid)}</figure>`;
}

function inlineHtml(content: readonly Inline[], nextId: () => string): string {
  return content.map((inline) => pieceHtml(inline, nextId)).join('');
}

function pieceHtml(inline: Inline, nextId: () => string): string {
  if (typeof inline === 'string') return escapeHtml(inline);
  if ('claim' in inline) return claimHtml(inline, nextId());
  if ('quote' in inline) return foreignHtml(inline.quote, 'q');
  if ('time' in inline) return timeHtml(inline.time, inline.text ?? isoTime(inline.time));
  if ('authored' in inline) return escapeHtml(cleanLine(inline.authored, Infinity));
  if ('strong' in inline) return `<strong>${inlineHtml(inline.strong, nextId)}</strong>`;
  if ('emphasis' in inline) return `<em>${inlineHtml(inline.emphasis, nextId)}</em>`;
  if ('reference' in inline) return `<a href="#${inline.reference}">${inlineHtml(inline.content, nextId)}</a>`;
  if ('href' in inline) return `<a href="${escapeHtml(inline.href)}" rel="noreferrer">${inlineHtml(inline.content, nextId)}</a>`;
  if ('link' in inline) return `<a href="#${inline.link}">${foreignHtml(inline.text, 'code')}</a>`;
  if ('anchor' in inline) return `<span id="${inline.anchor}">${foreignHtml(inline.code, 'code')}</span>`;
  return foreignHtml(inline.code, 'code');
}

/** A narrow cell breaks it between date and time of day, never at a hyphen. */
function timeHtml(instant: number, text: string): string {
  return `<time datetime="${isoTime(instant)}">${text.replace(/^(\d{4}-\d\d-\d\dT)(.*)/, '<span>$1</span><span>$2</span>')}</time>`;
}

/** As many as surely agree between platforms; numbers.json has all. */
const DIGITS = 12;

function claimHtml({ value, text, recipe }: Claim, id: string): string {
  return `<data id="${id}" value="${Number(value.toPrecision(DIGITS))}" title="${escapeHtml(describeRecipe(recipe))}">${escapeHtml(text)}</data>`;
}
