import type { PlacedClaim } from '../markdown/write.ts';

/** Numerals of a markdown report that no claim covers, as `line:column text`; what the rules of reports/README.md allow is left out. */
export function looseNumerals(markdown: string, claims: readonly PlacedClaim[]): readonly string[] {
  const byLine = new Map<number, PlacedClaim[]>();
  for (const claim of claims) byLine.set(claim.line, [...(byLine.get(claim.line) ?? []), claim]);
  let fence = '';
  return markdown.split('\n').flatMap((line, index) => {
    const [opening] = /^`{3,}/.exec(line) ?? [];
    if (opening !== undefined && (fence === '' || opening.length >= fence.length)) {
      fence = fence === '' ? opening : '';
      return [];
    }
    if (fence !== '' || /^#{1,6} /.test(line) || line.startsWith('![')) return [];
    const masked = mask(line);
    return [...masked.matchAll(/(?<![\p{L}\p{N}_])\p{N}[\p{N}.,]*/gu)].flatMap((match) => {
      const covering = (byLine.get(index + 1) ?? []).some(
        ({ column, text }) => match.index >= column - 1 && match.index + match[0].replace(/[.,]+$/, '').length <= column - 1 + text.length,
      );
      return covering ? [] : [`${index + 1}:${match.index + 1} ${match[0]}`];
    });
  });
}

/** Blanks of the same length where numerals may stand: anchors, code spans, link targets, quoted words, instants. */
function mask(line: string): string {
  const shapes = [
    /<a id="[^"]*"><\/a>/g,
    /(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g,
    /\]\(#[^)]*\)/g,
    /“[^”]*”/g,
    /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g,
  ];
  return shapes.reduce((text, shape) => text.replaceAll(shape, (found) => ' '.repeat(found.length)), line);
}
