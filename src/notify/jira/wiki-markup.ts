import type { MessageBlock } from '../message-block.ts';

/** The wiki markup that REST v2 shows descriptions and comments in. What people wrote is escaped: it is shown, and formats nothing. */
export function wikiMarkup(blocks: readonly MessageBlock[]): string {
  return blocks.map((block) => blockMarkup(block)).join('\n\n');
}

function blockMarkup(block: MessageBlock): string {
  if (block.kind === 'list') return block.items.map((item) => `* ${escapeWiki(item.replaceAll(/\s+/g, ' '))}`).join('\n');
  return block.kind === 'marker' ? block.text : escapeWiki(block.text);
}

/** Shapes whose last character (the only one, mostly) gets a backslash before it. */
const ESCAPED: readonly RegExp[] = [
  // Macros, links, tables, images, effects; `??` cites.
  /[{}[\]|!*_^~+]/g,
  /\?(?=\?)|(?<=\?)\?/g,
  // Between letters a hyphen is a hyphen.
  /(?<![\p{L}\p{N}])-|-(?![\p{L}\p{N}])/gu,
  // (x), (i), :) and their like are pictures.
  /\((?=(?:[ynix/]|on|off|flag|flagoff|[!+\-?]|\*[rgby]?)\))/g,
  /[:;](?=-?[()PDp])/g,
  /^[ \t]*#(?=[#*\- ])/gm,
];
/** Shapes whose last character is written as its number: two backslashes are a line break, and none goes before a letter or a dot. */
const NUMBERED: readonly RegExp[] = [/\\/g, /&(?=#?\w+;)/g, /^[ \t]*(?:h[1-6]|bq)\.(?= |$)/gm];

function escapeWiki(text: string): string {
  const [escaped, numbered] = [places(text, ESCAPED), places(text, NUMBERED)];
  let out = '';
  let afterNumber = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    // A number ends in a semicolon, and `;)` is a picture.
    const isNumber: boolean = numbered.has(at) || (afterNumber && /[-()PDp]/.test(character));
    out += isNumber ? `&#${character.charCodeAt(0)};` : escaped.has(at) ? `\\${character}` : character;
    afterNumber = isNumber;
  }
  return out;
}

function places(text: string, shapes: readonly RegExp[]): ReadonlySet<number> {
  return new Set(shapes.flatMap((shape) => [...text.matchAll(shape)].map(({ index, 0: found }) => index + found.length - 1)));
}
