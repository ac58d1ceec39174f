/** C0 and C1 controls, line and paragraph separators, bidirectional overrides and isolates, zero-width and other invisible characters, lone surrogates. */
export const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- these are what must not get through
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The longest name or sentence of others that is printed whole. */
const LONGEST_TEXT = 160;

/** Somebody else's text as one visible line: spaces for tabs and line ends, U+FFFD for what cannot be seen, cut after `longest` characters. */
export function cleanLine(text: string, longest: number = LONGEST_TEXT): string {
  const line = text
    .slice(0, longest * 4)
    .replaceAll(/[\t\r\n]+/g, ' ')
    .replaceAll(UNSAFE, '\ufffd');
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}

/** The same for a block of lines, uncut: a config, a command. */
export function cleanBlock(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replaceAll('\t', '  ').replaceAll(UNSAFE, '\ufffd'))
    .join('\n');
}
