const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** What a page of ours shows on paper, piece by piece in its order and without blanks: headings, paragraphs, items, cells, captions. */
export function shownTexts(html: string): readonly string[] {
  const main = html
    .slice(html.indexOf('<main>'), html.indexOf('</main>'))
    .replaceAll(/<nav aria-label="Contents">.*?<\/nav>|<svg.*?<\/svg>|<details>.*?<\/details>/gs, '')
    // Quotation marks are made by the style of the browser.
    .replaceAll(/<q>(.*?)<\/q>/gs, '“$1”');
  return main
    .split(/<\/?(?:h\d|p|li|ul|ol|td|th|tr|thead|tbody|table|div|figure|figcaption|dl|dt|dd|pre|nav|blockquote|main|hr)(?=[ >])[^>]*>/)
    .map((piece) =>
      piece
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] as string)
        .replaceAll(/\s/g, ''),
    )
    .filter((piece) => piece !== '');
}
