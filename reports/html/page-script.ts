import { createHash } from 'node:crypto';
import type { LiveFigure } from '../figures/live-figure.ts';
import { visibleJson } from '../visible-json.ts';

/** What makes the figures of a page live: the script, and what it draws by figure id. */
export interface PageScript {
  readonly text: string;
  readonly figures: ReadonlyMap<string, LiveFigure>;
}

/** The policy of a page: nothing from elsewhere, and no script but this one, by its hash. */
export function pagePolicy(script: PageScript | null): string {
  const allowed = script === null ? '' : `script-src 'sha256-${createHash('sha256').update(script.text).digest('base64')}'; `;
  return `default-src 'none'; ${allowed}style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** For the end of the body: each figure's data, which no browser runs, then the script. Throws TypeError for a script that could end its element. */
export function scriptElements(script: PageScript | null): string {
  if (script === null) return '';
  if (/<\/script|<!--/i.test(script.text)) throw new TypeError('The script would end early');
  const data = Array.from(
    script.figures,
    ([id, figure]) => `<script type="application/json" data-figure="${id}">${visibleJson(figure, /[<>&]/g)}</script>\n`,
  );
  return `${data.join('')}<script>${script.text}</script>\n`;
}
