import { lexer, walkTokens } from 'marked';
import type { Shape } from './pandoc-shape.ts';

/** What a reader of GitHub's markdown makes of it. */
export function markedShape(markdown: string): Shape {
  const shape: Shape = { headings: [], tables: [], images: [], codes: 0 };
  void walkTokens(lexer(markdown), (token) => {
    if (token.type === 'heading') shape.headings.push(token['depth'] as number);
    if (token.type === 'image') shape.images.push(token['href'] as string);
    if (token.type === 'code') shape.codes += 1;
    if (token.type === 'table') {
      const { header, rows } = token as unknown as { header: unknown[]; rows: unknown[][] };
      shape.tables.push([header, ...rows].map(({ length }) => length));
    }
  });
  return shape;
}
