import { loader, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { FigureBlock, FigureRow } from '../document.ts';
import { cleanLine } from '../../src/core/clean-text.ts';
import { escapeHtml } from '../html/escape.ts';
import { CONFIG } from './theme.ts';

/** Longer names are cut in figures: they must leave room for the data. */
const LONGEST_LABEL = 40;

/** One figure as SVG text: no script, no outside file, the same bytes for the same rows. */
export async function renderFigure(figure: FigureBlock): Promise<string> {
  const values = figure.rows.map((row) => drawable(row));
  const compiled = compile({ ...(withCleanNames(figure.spec) as object), data: { values } } as TopLevelSpec, { config: CONFIG });
  const view = new View(parse(compiled.spec), { renderer: 'none', loader: refusingLoader() });
  try {
    return labelled(rounded(await view.toSVG()), figure.alt);
  } finally {
    view.finalize();
  }
}

const label = (value: unknown): unknown => (typeof value === 'string' ? cleanLine(value, LONGEST_LABEL) : value);

function drawable(row: FigureRow): object {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, label(value)]));
}

/** Names stand in a spec only in orders and domains, which become expressions: the same clean text there as in the rows. */
function withCleanNames(spec: unknown): unknown {
  if (Array.isArray(spec)) return spec.map((item) => withCleanNames(item));
  if (typeof spec !== 'object' || spec === null) return spec;
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      (key === 'domain' || key === 'sort') && Array.isArray(value) ? [...new Set(value.map((item) => label(item)))] : withCleanNames(value),
    ]),
  );
}

const refuse = (): never => {
  throw new TypeError('A figure may load nothing');
};

/** A figure's data is in its spec: whatever asks for a file or an address is refused. */
function refusingLoader(): ReturnType<typeof loader> {
  return { ...loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse };
}

/** A thousandth of a pixel is enough: half the size, and no difference where the last bit of a figure differs. */
function rounded(svg: string): string {
  return svg.replaceAll(/ (?:transform|d|x|y|x2|y2|width|height)="[^"]*"/g, (attribute) =>
    attribute.replaceAll(/-?\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3)))),
  );
}

function labelled(svg: string, alt: string): string {
  return svg.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(alt)}" `);
}
