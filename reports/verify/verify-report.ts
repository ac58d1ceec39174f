import type { PlacedClaim } from '../markdown/write.ts';
import { recomputeAll, type FactsSource, type Recomputed } from '../recompute-all.ts';
import { verdictWord } from '../verdict-claim.ts';
import { htmlPieces } from './html-text.ts';
import { looseNumerals, type LooseNumeral } from './loose-numerals.ts';
import { placesIn, type Standing } from './place.ts';
import { printedLike, printsValue } from './printed-number.ts';
import type { ReportOnDisk, ReportText } from './read-report.ts';
import { looseInHtml, standInHtml } from './stand-in-html.ts';
import { standInMarkdown } from './stand-in-markdown.ts';

/** differs: the store, or what was written with it, says otherwise · missing: not in the text · loose: in the text, and no claim explains it · unknown: cannot be recomputed any more. */
export interface VerifyProblem {
  readonly kind: 'differs' | 'missing' | 'loose' | 'unknown';
  readonly claim: string | null;
  /** file:line:column. */
  readonly place: string;
  readonly message: string;
}

export interface Verification {
  readonly claims: number;
  readonly holds: number;
  readonly differs: number;
  readonly unknown: number;
  readonly loose: number;
  readonly problems: readonly VerifyProblem[];
}

/** Holds a report against the store that it was made from, number by number. */
export async function verifyReport(report: ReportOnDisk, reader: FactsSource): Promise<Verification> {
  const { claims, numbers, texts } = report;
  const again = await recomputeAll(claims.map(({ recipe }) => recipe), reader); // prettier-ignore
  const read = texts.map((text) => readText(text, report));
  const at = (index: number): string => placeOfClaim(report, read, index);
  const problems = [
    ...claims.flatMap((claim, index) => [
      ...againstStore(claim, again[index] as Recomputed, at(index)),
      ...withinNumbers(claim, `${numbers}:${index + 2}`),
    ]),
    ...read.flatMap(({ file, standings, loose }) => [
      ...standings.flatMap((standing, index) => againstText(claims[index] as PlacedClaim, again[index] as Recomputed, standing, file)),
      ...loose.map((numeral) => looseProblem(numeral, file)),
    ]),
  ];
  const having = (...kinds: readonly VerifyProblem['kind'][]): ReadonlySet<string | null> =>
    new Set(problems.filter(({ kind }) => kinds.includes(kind)).map(({ claim }) => claim));
  const wrong = having('differs', 'missing');
  const unknown = [...having('unknown')].filter((id) => !wrong.has(id)).length;
  return {
    claims: claims.length,
    holds: claims.length - wrong.size - unknown,
    differs: wrong.size,
    unknown,
    loose: problems.filter(({ kind }) => kind === 'loose').length,
    problems,
  };
}

interface ReadText {
  readonly file: string;
  readonly standings: readonly Standing[];
  readonly loose: readonly LooseNumeral[];
}

function readText({ form, file, text }: ReportText, { claims, authored }: ReportOnDisk): ReadText {
  if (form === 'html') {
    const [pieces, places] = [htmlPieces(text), placesIn(text)];
    return { file, standings: standInHtml(pieces, places, claims), loose: withoutAuthored(looseInHtml(pieces, places, claims), authored) };
  }
  const standings = standInMarkdown(text, claims);
  const covered = standings.flatMap(({ stands, line, column }) => (stands === null ? [] : [{ line, column, text: stands }]));
  return { file, standings, loose: withoutAuthored(looseNumerals(text, covered), authored) };
}

/** Each numeral of the author's may stand as often as it was written. */
function withoutAuthored(loose: readonly LooseNumeral[], authored: readonly string[]): readonly LooseNumeral[] {
  const left = [...authored];
  return loose.filter(({ text }) => {
    const index = left.indexOf(text);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** The number where people read it; in numbers.json where it stands nowhere. */
function placeOfClaim({ numbers }: ReportOnDisk, read: readonly ReadText[], index: number): string {
  for (const { file, standings } of read) {
    const standing = standings[index];
    if (standing !== undefined && standing.stands !== null) return `${file}:${standing.line}:${standing.column}`;
  }
  return `${numbers}:${index + 2}`;
}

function againstStore(
  { id, value, text, recipe }: PlacedClaim,
  { value: again, reason, expired }: Recomputed,
  place: string,
): readonly VerifyProblem[] {
  if (reason === null && isSame(again, value)) return [];
  if (reason !== null) return [{ kind: 'unknown', claim: id, place, message: `"${text}" cannot be recomputed any more: ${reason}` }];
  if (expired.length > 0)
    return [
      {
        kind: 'unknown',
        claim: id,
        place,
        message: `"${text}" cannot be recomputed any more: rows of run ${expired.join(', ')} have expired`,
      },
    ];
  const stored = inWords(recipe, text, again);
  return [{ kind: 'differs', claim: id, place, message: `"${text}" was written; the store says ${stored}` }];
}

/** The text must be a way to print the value. */
function withinNumbers({ id, value, text, recipe }: PlacedClaim, place: string): readonly VerifyProblem[] {
  const { statistic, parameters } = recipe;
  const fits =
    statistic === 'verdict' ? verdictWord(String(parameters?.['about']), value) === text : printsValue(text, value, COUNTS.has(statistic));
  return fits ? [] : [{ kind: 'differs', claim: id, place, message: `"${text}" does not print the value beside it, ${value}` }];
}

const COUNTS: ReadonlySet<string> = new Set(['count', 'units', 'planned', 'missed', 'ticks']);

function againstText(
  { id, value, text, recipe }: PlacedClaim,
  { value: again, reason }: Recomputed,
  { stands, line, column, value: beside }: Standing,
  file: string,
): readonly VerifyProblem[] {
  const place = `${file}:${line}:${column}`;
  if (stands === null) return [{ kind: 'missing', claim: id, place, message: `"${text}" is not where it was written` }];
  const stored = reason === null && !isSame(again, value) ? inWords(recipe, text, again) : text;
  if (stands !== text) return [{ kind: 'differs', claim: id, place, message: `"${stands}" stands here; the store says ${stored}` }];
  if (beside === undefined || Number.isNaN(value) || isSame(beside, value)) return [];
  return [{ kind: 'differs', claim: id, place, message: `the value attribute is ${beside}; it was written as ${value}` }];
}

function inWords(recipe: PlacedClaim['recipe'], text: string, again: number): string {
  if (recipe.statistic === 'verdict') return `"${verdictWord(String(recipe.parameters?.['about']), again) ?? 'nothing'}"`;
  return printedLike(text, again);
}

function looseProblem({ line, column, text }: LooseNumeral, file: string): VerifyProblem {
  return { kind: 'loose', claim: null, place: `${file}:${line}:${column}`, message: `"${text}" is not from the store` };
}

const isSame = (again: number, value: number): boolean =>
  Object.is(again, value) ||
  (Number.isNaN(again) && Number.isNaN(value)) ||
  Math.abs(again - value) <= 1e-9 * Math.max(1e-9, Math.abs(value));
