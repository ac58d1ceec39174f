import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, normalize } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Scalar } from 'yaml';
import { lintText, type LintProblem } from '../../../reports/lint/lint-text.ts';
import { readNumbers } from '../../../reports/verify/read-numbers.ts';
import { HarnessError } from '../../core/errors.ts';

/**
 * Lints a markdown text with the numbers that lie beside it, a report's folder, or the YAML file of a deliverable with its partials.
 * Rejects with HarnessError `file-unreadable` and `usage`.
 */
export async function lintFile(path: string): Promise<readonly LintProblem[]> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
  const file = isFolder ? join(path, 'report.md') : path;
  const extension = extname(file).toLowerCase();
  if (extension === '.md' || extension === '.markdown') return lintMarkdown(file);
  if (extension === '.yaml' || extension === '.yml') return lintDeliverable(file);
  throw new HarnessError('usage', 'Only markdown and the YAML file of a deliverable can be linted', {
    place: file,
    hint: 'Name report.md, its folder, or deliverable.yaml.',
  });
}

async function lintMarkdown(file: string): Promise<readonly LintProblem[]> {
  const markdown = await textOf(file);
  const numbers = join(dirname(file), 'numbers.json');
  const listed = await readFile(numbers, 'utf8').catch(() => null);
  const claims = listed === null ? [] : readNumbers(listed, numbers).claims;
  return lintText({ file, markdown, claims }, { glossary: null, ids: new Set(), isPartial: false });
}

interface Part {
  readonly file: string;
  readonly markdown: string;
  readonly from?: { readonly line: number; readonly column: number };
}

/** What the file asks for is checked by `report deliverable`; here only its words are read. */
async function lintDeliverable(file: string): Promise<readonly LintProblem[]> {
  const lines = new LineCounter();
  const source = await textOf(file);
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new HarnessError('file-unreadable', `Cannot read it as YAML: ${broken.message}`, { place: `${file}:${line}:${col}` });
  }
  const glossary = document.get('glossary');
  const terms = isMap(glossary) ? new Set(glossary.items.map(({ key }) => String(isScalar(key) ? key.value : key))) : null;
  const parts: Part[] = [];
  const ids = new Set<string>();
  for (const node of scalarsOf(document.contents)) {
    if (node.key === 'id') ids.add(node.text);
    if (node.key === 'text' && !isAbsolute(node.text) && !normalize(node.text).startsWith('..'))
      parts.push({ file: join(dirname(file), node.text), markdown: await textOf(join(dirname(file), node.text)) });
    if (node.key === 'markdown' || node.key === 'abstract')
      parts.push({ file, markdown: node.text, from: placeOf(node.scalar, source, lines) });
  }
  for (const { markdown } of parts) for (const [, id] of markdown.matchAll(/\{\{[^}\n]*\bid="?([\w-]+)"?[^}\n]*\}\}/g)) ids.add(id ?? '');
  return parts.flatMap((part) => lintText({ ...part, claims: [] }, { glossary: terms, ids, isPartial: true }));
}

/** A block of text begins on the line behind its mark, as far in as its first words. */
function placeOf({ range, type }: Scalar, source: string, lines: LineCounter): { readonly line: number; readonly column: number } {
  const start = range?.[0] ?? 0;
  const { line, col } = lines.linePos(start);
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return { line, column: col };
  const [, indent = ''] = /\n( *)\S/.exec(source.slice(start)) ?? [];
  return { line: line + 1, column: 1 + indent.length };
}

interface KeyedScalar {
  readonly key: string;
  readonly text: string;
  readonly scalar: Scalar;
}

function scalarsOf(node: Node | null): readonly KeyedScalar[] {
  if (isSeq(node)) return node.items.flatMap((item) => scalarsOf(item as Node));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    if (isScalar(value) && typeof value.value === 'string')
      return [{ key: String(isScalar(key) ? key.value : key), text: value.value, scalar: value }];
    return scalarsOf(value as Node | null);
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new HarnessError('file-unreadable', `Cannot be read: ${(cause as Error).message}`, { place: file, cause });
  }
}
