import { loader, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { FigureBlock, FigureRow } from '../document.ts';
import { cleanLine } from '../clean-text.ts';
import { escapeHtml } from '../html/escape.ts';
import { CONFIG } from './theme.ts';

/** Longer names are cut in figures: they must leave room for the data. */
const LONGEST_LABEL = 40;

/** One figure as SVG text: no script, no outside file, the same bytes for the same rows. */
export async function renderFigure(figure: FigureBlock): Promise<string> {
  const values = figure.rows.map((row) => drawable(row));
  const compiled = compile({ ...figure.spec, data: { values } } as TopLevelSpec, { config: CONFIG });
  const view = new View(parse(compiled.spec), { renderer: 'none', loader: refusingLoader() });
  try {
    return labelled(await view.toSVG(), figure.alt);
  } finally {
    view.finalize();
  }
}

function drawable(row: FigureRow): FigureRow {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? cleanLine(value, LONGEST_LABEL) : value]),
  );
}

/** A figure's data is in its spec: whatever asks for a file or an address is refused. */
function refusingLoader(): ReturnType<typeof loader> {
  const refuse = (): never => {
    throw new TypeError('A figure may load nothing');
  };
  return { ...loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as ReturnType<typeof loader>;
}

function labelled(svg: string, alt: string): string {
  return svg.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(alt)}" `);
}
