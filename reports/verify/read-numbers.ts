import { HarnessError } from '../../src/core/errors.ts';
import type { PlacedClaim } from '../markdown/write.ts';

export interface Numbers {
  readonly claims: readonly PlacedClaim[];
  /** Numerals in an author's own words. */
  readonly authored: readonly string[];
}

/** What a numbers.json lists; a value of null is NaN. Throws HarnessError `file-unreadable` with file:line where it is none. */
export function readNumbers(text: string, file: string): Numbers {
  const refuse = (problem: string, line?: number): never => {
    throw new HarnessError('file-unreadable', problem, {
      place: line === undefined ? file : `${file}:${line}`,
      hint: 'Write the report again: numbers.json is made with it and kept as it is.',
    });
  };
  const all = parsed(text) ?? refuse('It is no JSON list of numbers');
  const authored = authoredOf(all.at(-1));
  const entries = authored === undefined ? all : all.slice(0, -1);
  const ids = new Set<string>();
  const claims = entries.map((entry, index) => {
    // Each entry is a line of its own, behind the line of the bracket.
    if (!isClaim(entry)) return refuse('An entry lacks id, line, column, value, text or recipe', index + 2);
    if (ids.has(entry.id)) return refuse(`The id ${entry.id} stands there twice`, index + 2);
    ids.add(entry.id);
    return { ...entry, value: entry.value ?? Number.NaN };
  });
  return { claims, authored: authored ?? [] };
}

function parsed(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function authoredOf(entry: unknown): readonly string[] | undefined {
  const list = isObject(entry) ? entry['authored'] : undefined;
  return Array.isArray(list) && list.every((numeral) => typeof numeral === 'string') ? list : undefined;
}

type Entry = Omit<PlacedClaim, 'value'> & { readonly value: number | null };

function isClaim(entry: unknown): entry is Entry {
  if (!isObject(entry)) return false;
  const { id, line, column, value, text, recipe } = entry;
  const isPlaced = Number.isSafeInteger(line) && Number.isSafeInteger(column) && (line as number) > 0 && (column as number) > 0;
  return (
    typeof id === 'string' && /^c\d+$/.test(id) && isPlaced && isValue(value) && typeof text === 'string' && text !== '' && isRecipe(recipe)
  );
}

const isValue = (value: unknown): boolean => value === null || typeof value === 'number';

function isRecipe(recipe: unknown): boolean {
  return (
    isObject(recipe) &&
    typeof recipe['statistic'] === 'string' &&
    isSelection(recipe['of']) &&
    (recipe['against'] === undefined || isSelection(recipe['against']))
  );
}

function isSelection(selection: unknown): boolean {
  if (!isObject(selection) || typeof selection['rows'] !== 'string') return false;
  const { runs } = selection;
  return Array.isArray(runs) && runs.every((run) => typeof run === 'string');
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
