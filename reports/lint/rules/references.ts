import type { LintRule, RuleProblem } from '../lint-problem.ts';
import type { LintText } from '../read-text.ts';

/** Links to anchors that nothing has, marks between double braces that were never filled in, `figure 7` where no figure is numbered seven. */
export const references: LintRule = (text, context) => {
  const anchors = anchorsOf(text);
  return [
    ...links(text).flatMap(({ id, offset }) =>
      anchors.has(id) || context.ids.has(id) || context.isPartial ? [] : [{ offset, message: `a link to #${id}: nothing has that anchor` }],
    ),
    ...marks(text).flatMap(({ id, offset, raw }) => {
      if (!context.isPartial) return [{ offset, message: `${raw} was not filled in: write the report again from its sources` }];
      return id === null || context.ids.has(id) ? [] : [{ offset, message: `${raw}: nothing has the id "${id}"` }];
    }),
    ...numbered(text, context.isPartial),
  ];
};

/** Anchors as written, and those that GitHub makes of headings. */
function anchorsOf({ source, blocks }: LintText): ReadonlySet<string> {
  const found = new Set([...source.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, id]) => id ?? ''));
  const taken = new Map<string, number>();
  for (const block of blocks) {
    if (block.kind !== 'heading') continue;
    const slug = block.text.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-'); // prettier-ignore
    const n = taken.get(slug) ?? 0;
    taken.set(slug, n + 1);
    found.add(n === 0 ? slug : `${slug}-${n}`);
  }
  return found;
}

function links({ withoutCode }: LintText): readonly { readonly id: string; readonly offset: number }[] {
  return [...withoutCode.matchAll(/\]\(#([^)\s]+)\)/g)].map((match) => ({ id: match[1] ?? '', offset: match.index + 1 }));
}

function marks({ withoutCode }: LintText): readonly { readonly id: string | null; readonly raw: string; readonly offset: number }[] {
  return [...withoutCode.matchAll(/(?<!\\)\{\{\s*([\w-]+)(?:\s+([^}\s]+))?[^}\n]*\}\}/g)].map((match) => ({
    id: match[1] === 'ref' ? (match[2] ?? '') : null,
    raw: match[0],
    offset: match.index,
  }));
}

function numbered({ blocks }: LintText, isPartial: boolean): readonly RuleProblem[] {
  const prose = blocks.filter((block) => block.kind === 'prose');
  const known = (word: string): ReadonlySet<string> =>
    new Set(prose.flatMap(({ text }) => (new RegExp(String.raw`^[\s*_>]*${word}\s+(\d+)`, 'i').exec(text)?.[1] ?? []))); // prettier-ignore
  const captions = { figure: known('figure'), table: known('table') };
  return prose.flatMap(({ text, offset }) =>
    [...text.matchAll(/\b(figure|table)[ \u00a0](\d+)(?![.\d]*\d)/gi)].flatMap((match): readonly RuleProblem[] => {
      const [said, kind = '', number = ''] = match;
      const at = offset + match.index;
      if (isPartial) return [{ offset: at, message: `"${said}" is numbered by hand: {{ref ID}} prints the number that it has` }];
      if (captions[kind.toLowerCase() as 'figure' | 'table'].has(number)) return [];
      return [{ offset: at, message: `"${said}": no ${kind.toLowerCase()} has the number ${number}` }];
    }),
  );
}
