import type { Block, Inline, ParagraphBlock, TableBlock } from './document.ts';

export function heading(level: 1 | 2 | 3 | 4 | 5, text: string, id: string): Block {
  return { kind: 'heading', level, text, id };
}

export function paragraph(...content: readonly Inline[]): ParagraphBlock {
  return { kind: 'paragraph', content };
}

export function note(...content: readonly Inline[]): Block {
  return { kind: 'note', content };
}

export function list(items: readonly (readonly Inline[])[]): Block {
  return { kind: 'list', ordered: false, items };
}

export const code = (text: string): Inline => ({ code: text });
export const strong = (...content: readonly Inline[]): Inline => ({ strong: content });

/** A column title with `>` behind it is for numbers. */
export function table(id: string, caption: readonly Inline[], titles: readonly string[], rows: TableBlock['rows']): TableBlock {
  const columns = titles.map((title) =>
    title.endsWith('>') ? { title: title.slice(0, -1), align: 'right' as const } : { title, align: 'left' as const },
  );
  return { kind: 'table', id, caption, columns, rows };
}

/** Items with a separator between them; none: the word for none. */
export function joined(items: readonly (readonly Inline[])[], separator: string, none = 'none'): readonly Inline[] {
  if (items.length === 0) return [none];
  return items.flatMap((item, index) => (index === 0 ? item : [separator, ...item]));
}

/** Somebody's name as part of an anchor or a file name: a–z, 0–9 and hyphens; `x` where nothing is left. */
export function slug(name: string): string {
  const text = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return text === '' ? 'x' : text;
}

/** Ids that may be asked for twice: the second becomes `name-2`. One of these for each document. */
export function idSource(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    let [id, n] = [name, 1];
    while (taken.has(id)) id = `${name}-${(n += 1)}`;
    taken.add(id);
    return id;
  };
}
