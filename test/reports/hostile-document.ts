import type { Document } from '../../reports/document.ts';

/** Each of these texts in every place that takes somebody else's words: title, heading, prose, list, table, figure, block of code. */
export function documentOf(texts: readonly string[]): Document {
  const spec = {
    width: 400,
    height: 200,
    mark: { type: 'point', filled: true },
    encoding: {
      x: { field: 'at', type: 'quantitative' },
      y: { field: 'name', type: 'nominal', sort: texts },
      color: { field: 'name', type: 'nominal', scale: { domain: texts } },
    },
  };
  return {
    title: texts.join(' '),
    blocks: texts.flatMap((text, index): Document['blocks'] => [
      { kind: 'heading', level: 1, text, id: `section-${index}` },
      { kind: 'paragraph', content: ['Code ', { code: text }, ', words ', { quote: text }, ', ', { strong: [{ code: text }] }, '.'] },
      { kind: 'paragraph', content: [{ code: text }] },
      { kind: 'paragraph', content: [{ quote: text }, { anchor: `place-${index}`, code: text }, { link: `section-${index}`, text }] },
      { kind: 'note', content: [{ quote: text }] },
      { kind: 'list', ordered: false, items: [[{ code: text }], [{ quote: text }]] },
      {
        kind: 'table',
        id: `table-${index}`,
        caption: [{ quote: text }],
        columns: [
          { title: 'Code', align: 'left' },
          { title: 'Words', align: 'right' },
        ],
        rows: [[[{ code: text }], [{ quote: text }]]],
      },
      {
        kind: 'figure',
        id: `figure-${index}`,
        caption: [{ quote: text }],
        alt: 'Names.',
        spec,
        rows: texts.map((name, at) => ({ at, name })),
      },
      { kind: 'code', language: 'yaml', text: `name: ${text}\n${text}` },
    ]),
  };
}
