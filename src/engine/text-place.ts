/** `file:line:column` (both from 1) of the character at `index`. */
export function placeAt(file: string, text: string, index: number): string {
  const before = text.slice(0, index);
  const line = before.split('\n').length;
  return `${file}:${line}:${index - before.lastIndexOf('\n')}`;
}
