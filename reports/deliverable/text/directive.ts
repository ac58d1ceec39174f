/** What an author asks for between double braces: `{{figure compare before after jobs=1-48 id=main}}`. */
export interface Directive {
  /** `figure`, `value`, `ref`, … */
  readonly name: string;
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

const TOKEN = /\s+|([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))|"((?:[^"\\]|\\.)*)"|([^\s"=]+)/y;
const unescape = (text: string): string => text.replaceAll(/\\(.)/g, '$1');

/** Reads what stands between the braces; a string says what is wrong with it. */
export function readDirective(text: string): Directive | string {
  const words: string[] = [];
  const options = new Map<string, string>();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return `cannot be read from "${text.slice(from, from + 20)}" on: expected words, key=value and key="more words"`;
    const [, key, quoted, bare, quotedWord, word] = match;
    if (key !== undefined) {
      if (options.has(key)) return `says ${key} twice`;
      options.set(key, bare ?? unescape(quoted ?? ''));
    } else if (quotedWord !== undefined) words.push(unescape(quotedWord));
    else if (word !== undefined) words.push(word);
  }
  const [name, ...others] = words;
  return name === undefined ? 'is empty' : { name, words: others, options };
}
