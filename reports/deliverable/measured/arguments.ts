import { HarnessError } from '../../../src/core/errors.ts';
import { refuse } from '../refuse.ts';
import type { Directive } from '../text/directive.ts';
import type { Measured } from './campaigns.ts';

/** What a directive may say behind its name. */
export interface Shape {
  /** `pair`: before and after; `some`: any number, all where none is named; `one`: one; `none`: it is about no campaign. */
  readonly campaigns: 'pair' | 'some' | 'one' | 'none';
  /** Whether a kind of job may be named. */
  readonly kind?: boolean;
  readonly options?: readonly string[];
}

export interface Arguments {
  readonly campaigns: readonly string[];
  /** Null: not named. */
  readonly kind: string | null;
  readonly option: (name: string) => string | undefined;
}

/** Every directive takes these where it prints a block. */
const OF_BLOCKS = ['id', 'caption'];

/** Reads the words behind the first `skip` ones: campaigns and kinds of job, in any order. Refuses what is neither, and options it does not know. */
export function takeArguments({ words, options, name }: Directive, measured: Measured, shape: Shape, skip = 1): Arguments {
  const kinds = shape.kind === true ? kindsOf(measured) : [];
  const said = [...words.slice(skip), ...['campaign', 'kind'].flatMap((key) => options.get(key) ?? [])];
  // That the campaign is missing has been told: what it would have shown is no further problem.
  if (shape.campaigns !== 'none' && measured.missing.some((one) => said.includes(one) || said.every((word) => kinds.includes(word))))
    throw new HarnessError('no-data', 'asks for a campaign that could not be read');
  const campaigns = said.filter((word) => measured.names.includes(word));
  const named = said.filter((word) => !measured.names.includes(word) && kinds.includes(word));
  const unknown = said.find((word) => !campaigns.includes(word) && !named.includes(word));
  if (unknown !== undefined) refuse(`"${unknown}" is ${whatIsThere(measured, shape, kinds)}`);
  if (named.length > 1) refuse(`names ${named.length} kinds of job; it takes one`);
  const known = [...(shape.options ?? []), ...(name === 'value' ? [] : OF_BLOCKS), 'campaign', ...(shape.kind === true ? ['kind'] : [])];
  for (const key of options.keys())
    if (!known.includes(key)) refuse(`has no ${key}=; it takes ${known.map((one) => `${one}=`).join(', ')}`);
  return { campaigns: chosen(campaigns, measured, shape), kind: named[0] ?? null, option: (key) => options.get(key) };
}

function kindsOf({ all }: Measured): readonly string[] {
  return all === null ? [] : [...new Set([...all.jobs.map(({ kind }) => kind), ...all.series.map(({ jobKind }) => jobKind)])].toSorted();
}

function whatIsThere({ names }: Measured, { campaigns, kind }: Shape, kinds: readonly string[]): string {
  const listed = (what: string, all: readonly string[]): string => `no ${what} (${all.length === 0 ? 'there is none' : all.join(', ')})`;
  const parts = [
    ...(campaigns === 'none' ? [] : [listed('campaign of this deliverable', names)]),
    ...(kind === true ? [listed('kind of job', kinds)] : []),
  ];
  return parts.length === 0 ? 'more than it takes' : parts.join(' and ');
}

function chosen(said: readonly string[], { names }: Measured, { campaigns }: Shape): readonly string[] {
  if (campaigns === 'none') return said.length === 0 ? [] : refuse('takes no campaign');
  if (names.length === 0) refuse('needs a campaign, and the YAML file names none (campaigns:)');
  if (new Set(said).size < said.length) refuse('names a campaign twice');
  if (campaigns === 'some') return said.length === 0 ? names : said;
  const wanted = campaigns === 'pair' ? 2 : 1;
  if (said.length === wanted) return said;
  if (said.length === 0 && names.length === wanted) return names;
  return refuse(
    campaigns === 'pair' ? `needs two campaigns, before and after, of ${names.join(', ')}` : `needs one campaign of ${names.join(', ')}`,
  );
}

/** `1-48`: ranks in start order, inclusive. */
export function jobsOption(text: string | undefined): { readonly from: number; readonly to: number } | null {
  if (text === undefined) return null;
  const match = /^(\d{1,7})-(\d{1,7})$/.exec(text);
  const range = { from: Number(match?.[1]), to: Number(match?.[2]) };
  return match === null || range.from < 1 || range.to < range.from ? refuse(`jobs=${text} is no range of job numbers such as 1-48`) : range;
}
