import { marked, type Token, type Tokens } from 'marked';
import { decodeEntities } from '../../core/decode-entities.ts';
import type { IssueCell, IssueTable } from './issue-table.ts';

/** Every table of a markdown text that is not inside a list or a quote. */
export function markdownTables(text: string): readonly IssueTable[] {
  let line = 1;
  const tables: IssueTable[] = [];
  for (const token of marked.lexer(text)) {
    if (token.type === 'table') tables.push(tableOf(token as Tokens.Table, line));
    line += token.raw.split('\n').length - 1;
  }
  return tables;
}

function tableOf({ raw, header, rows }: Tokens.Table, first: number): IssueTable {
  const lines = raw.split('\n');
  const cellsOf = (tokens: readonly Tokens.TableCell[], at: number): readonly IssueCell[] => {
    const columns = cellColumns(lines[at] ?? '');
    const cells = tokens
      .slice(0, columns.length)
      .map((cell, index) => ({ text: plainText(cell.tokens), line: first + at, column: columns[index] ?? 1 }));
    // What stands beyond the header is dropped by the parser: its place tells that it was there.
    return [...cells, ...columns.slice(tokens.length).map((column) => ({ text: '', line: first + at, column }))];
  };
  return { header: cellsOf(header, 0), rows: rows.map((row, index) => cellsOf(row, index + 2)) };
}

/** Where each cell of a table's line begins, 1-based; a pipe behind an odd number of backslashes parts nothing. */
function cellColumns(line: string): readonly number[] {
  const body = line.trimEnd();
  const bars = [...body.matchAll(/\|/g)]
    .map(({ index }) => index)
    .filter((at) => (/\\*$/.exec(body.slice(0, at))?.[0].length ?? 0) % 2 === 0);
  const start = body.length - body.trimStart().length;
  const starts = [...(bars[0] === start ? [] : [start]), ...bars.filter((at) => at < body.length - 1).map((at) => at + 1)];
  return starts.map((at) => at + 1 + (/^ */.exec(body.slice(at))?.[0].length ?? 0));
}

/** What a reader sees: no marks, a line end for <br>. */
function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'html') return /^<br\s*\/?>$/i.test(token.raw.trim()) ? '\n' : token.raw;
      if (token.type === 'br') return '\n';
      if (token.type === 'text')
        return decodeEntities('tokens' in token && token.tokens !== undefined ? plainText(token.tokens) : (token as Tokens.Text).text);
      if (token.type === 'escape' || token.type === 'codespan') return (token as Tokens.Escape).text;
      if ('tokens' in token && token.tokens !== undefined) return plainText(token.tokens);
      return token.raw;
    })
    .join('');
}
