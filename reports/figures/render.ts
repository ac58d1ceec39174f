import { loader, parse, View } from 'vega';
import type { FigureBlock } from '../document.ts';
import { escapeHtml } from '../html/escape.ts';
import { compileFigure } from './compile-figure.ts';

/** One figure as SVG text: no script, no outside file, the same bytes for the same rows. */
export async function renderFigure(figure: FigureBlock): Promise<string> {
  const view = new View(parse(compileFigure(figure)), { renderer: 'none', loader: refusingLoader() });
  try {
    return labelled(rounded(await view.toSVG()), figure.alt);
  } finally {
    view.finalize();
  }
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

/** One picture with one description: its parts have no roles of their own. */
function labelled(svg: string, alt: string): string {
  const plain = svg.replaceAll(/ (?:role="graphics-[^"]*"|aria-roledescription="[^"]*"|aria-label="[^"]*")/g, '');
  return plain.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(alt)}" `);
}
