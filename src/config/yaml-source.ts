import { LineCounter, parseDocument, type Document } from 'yaml';
import { placeOf } from './place.ts';

/** A YAML text as a value, and where its values stand. */
export interface YamlSource {
  /** Null where the text holds nothing. */
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
  /** `file:line:column` of a value, or of a key within it. */
  placeOf(path: readonly PropertyKey[], key?: string): string;
}

/** Reads YAML; where it is none, `fail` is told what is wrong and where. */
export function readYaml(text: string, file: string, fail: (message: string, place: string) => never): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    return fail(broken.message, `${file}:${line}:${col}`);
  }
  return {
    value: document.toJS() as unknown,
    document,
    lines,
    placeOf: (path, key) => placeOf(document, lines, file, path, key),
  };
}
