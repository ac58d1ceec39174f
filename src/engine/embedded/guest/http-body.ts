import { bytesFrom } from './bytes.ts';
import { shown } from './shown.ts';
import type { VuState } from './vu-state.ts';

/** Made by http.file: the part of a multipart form. */
export class FileData {
  readonly data: unknown;
  readonly filename: string;
  readonly content_type: string;

  constructor(data: unknown, filename: string, contentType: string) {
    this.data = data;
    this.filename = filename;
    this.content_type = contentType;
  }
}

export interface Body {
  readonly content: string | Uint8Array | undefined;
  readonly contentType: string | null;
}

/** Text and bytes go as they are; an object becomes a form with sorted keys, multipart where it holds a file. */
export function readBody(state: VuState, given: unknown): Body {
  if (given === undefined || given === null) return { content: undefined, contentType: null };
  if (typeof given === 'string') return { content: given, contentType: null };
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return { content: bytesFrom(state, given), contentType: null };
  if (typeof given !== 'object') return { content: shown(given), contentType: null };
  const fields = Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (fields.some(([, value]) => value instanceof FileData)) return multipart(state, fields);
  const pairs = fields.flatMap(([name, value]) => (Array.isArray(value) ? value.map((item: unknown) => [name, item]) : [[name, value]]));
  return {
    content: pairs.map(([name, value]) => `${formEscape(name as string)}=${formEscape(shown(value))}`).join('&'),
    contentType: 'application/x-www-form-urlencoded',
  };
}

function multipart(state: VuState, fields: readonly [string, unknown][]): Body {
  const mark = Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 12).padEnd(10, '0')).join('');
  const parts: Uint8Array[] = [];
  for (const [name, value] of fields) {
    const file = value instanceof FileData ? value : null;
    const disposition = `form-data; name="${quoted(name)}"${file === null ? '' : `; filename="${quoted(file.filename)}"`}`;
    const type = file === null ? '' : `Content-Type: ${file.content_type}\r\n`;
    parts.push(bytesFrom(state, `--${mark}\r\nContent-Disposition: ${disposition}\r\n${type}\r\n`));
    parts.push(file === null ? bytesFrom(state, shown(value)) : bytesFrom(state, file.data).slice(), bytesFrom(state, '\r\n'));
  }
  parts.push(bytesFrom(state, `--${mark}--\r\n`));
  const content = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return { content, contentType: `multipart/form-data; boundary=${mark}` };
}

function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** application/x-www-form-urlencoded: a space is `+`, and only `-_.~` stay beside letters and digits, as in Go's url.QueryEscape. */
function formEscape(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
