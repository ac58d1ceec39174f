import { HarnessError } from '../../src/core/errors.ts';
import type { PlacedClaim } from '../markdown/write.ts';
import { htmlPieces } from './html-text.ts';
import { placesIn, type Standing } from './place.ts';
import type { ReportOnDisk, ReportText } from './read-report.ts';
import { standInHtml } from './stand-in-html.ts';
import { standInMarkdown } from './stand-in-markdown.ts';

/** A number in a report: by its id, or by where it stands in the text. */
export type Wanted = { readonly id: string } | { readonly line: number; readonly column?: number };

export interface FoundClaim {
  readonly claim: PlacedClaim;
  /** file:line:column, where the text has it. */
  readonly place: string | null;
  /** What stands there now. */
  readonly stands: string | null;
}

/** `report.md#c12`, `report.md:12:34` or `report.html:12` → the file and what is wanted of it; undefined for anything else. */
export function readReference(text: string): { readonly file: string; readonly wanted: Wanted } | undefined {
  const [, named, id] = /^(.+)#(c\d+)$/.exec(text) ?? [];
  if (named !== undefined && id !== undefined) return { file: named, wanted: { id } };
  const [, file, line, column] = /^(.+\.(?:md|html)):(\d+)(?::(\d+))?$/i.exec(text) ?? [];
  if (file === undefined) return undefined;
  return { file, wanted: { line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) } };
}

/** Throws HarnessError `unknown-id` where nothing is there; of several in one line it tells all. */
export function findClaim({ claims, texts }: ReportOnDisk, wanted: Wanted): FoundClaim {
  const standings = texts.map((text) => ({ file: text.file, all: standingsIn(text, claims) }));
  const found = (index: number): FoundClaim => {
    const [first] = standings.flatMap(({ file, all }) => {
      const { line, column, stands } = all[index] as Standing;
      return stands === null ? [] : [{ place: `${file}:${line}:${column}`, stands }];
    });
    return { claim: claims[index] as PlacedClaim, place: first?.place ?? null, stands: first?.stands ?? null };
  };
  if ('id' in wanted) {
    const index = claims.findIndex(({ id }) => id === wanted.id);
    if (index !== -1) return found(index);
    throw new HarnessError('unknown-id', `The report has no number ${wanted.id}`, { hint: `It has c1 to c${claims.length}.` });
  }
  const { line, column } = wanted;
  const indices = (standings[0]?.all ?? []).flatMap((standing, index) =>
    standing.line === line && covers(standing, column) ? [index] : [],
  );
  const [only] = indices;
  if (only !== undefined && indices.length === 1) return found(only);
  const place = column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
  if (only === undefined)
    throw new HarnessError('unknown-id', `No number of the store stands at ${place}`, {
      hint: '`evenkeel report verify` lists those that were added.',
    });
  const listed = indices.map((index) => `${claims[index]?.id} (column ${standings[0]?.all[index]?.column}: ${claims[index]?.text})`);
  throw new HarnessError('unknown-id', `${indices.length} numbers stand at ${place}`, { hint: `Say which: ${listed.join(', ')}.` });
}

function standingsIn({ form, text }: ReportText, claims: readonly PlacedClaim[]): readonly Standing[] {
  return form === 'html' ? standInHtml(htmlPieces(text), placesIn(text), claims) : standInMarkdown(text, claims);
}

function covers({ column, stands }: Standing, wanted: number | undefined): boolean {
  return stands !== null && (wanted === undefined || (wanted >= column && wanted < column + stands.length));
}
