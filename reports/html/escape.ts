import { cleanLine } from '../../src/core/clean-text.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Safe as element content and within a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** Somebody else's text: one clean line, escaped, and kept from turning the text around it. */
export function foreignHtml(text: string, tag: 'code' | 'q'): string {
  const line = cleanLine(text);
  return `<${tag}><bdi>${escapeHtml(line.trim() === '' ? '(empty)' : line)}</bdi></${tag}>`;
}
