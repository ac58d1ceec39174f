import { heading, joined, table } from '../blocks.ts';
import type { Block, Inline } from '../document.ts';
import type { Anchor } from './anchors.ts';
import type { Deliverable } from './schema.ts';

const DISSEMINATION: Readonly<Record<string, string>> = {
  PU: 'public',
  PP: 'restricted to other participants of the programme',
  RE: 'restricted to a group that the consortium named',
  CO: 'confidential, for members of the consortium only',
};

type Person = Deliverable['authors'][number];

const authored = (text: string): Inline => ({ authored: text });

/** What stands on the title page below the title. */
export function titlePage(deliverable: Deliverable): Block {
  const { subtitle, project, number, dissemination, date, version, authors, contributors, reviewers, keywords } = deliverable;
  const level =
    typeof dissemination === 'string'
      ? `${dissemination}: ${DISSEMINATION[dissemination] ?? ''}`
      : dissemination && `${dissemination.level}: ${dissemination.means}`;
  const texts: readonly (readonly [name: string, text: string | undefined])[] = [
    ['Subtitle', subtitle],
    ['Project', project],
    ['Deliverable', number],
    ['Dissemination level', level],
    ['Date', date],
    ['Version', version],
  ];
  const people: readonly (readonly [name: string, people: readonly Person[]])[] = [
    ['Authors', authors],
    ['Contributors', contributors],
    ['Reviewers', reviewers],
  ];
  return {
    kind: 'title-page',
    fields: [
      ...texts.flatMap(([name, text]) => (text === undefined ? [] : [{ name, content: [authored(text)] }])),
      ...people.flatMap(([name, named]) =>
        named.length === 0
          ? []
          : [
              {
                name,
                content: joined(
                  named.map((one) => person(one)),
                  '; ',
                ),
              },
            ],
      ),
      ...(keywords.length === 0 ? [] : [{ name: 'Keywords', content: [authored(keywords.join(', '))] }]),
    ],
  };
}

function person({ name, partner, email }: Person): readonly Inline[] {
  return [
    authored(partner === undefined ? name : `${name} (${partner})`),
    ...(email === undefined ? [] : [', ', { href: `mailto:${email}`, content: [authored(email)] }]),
  ];
}

/** Earlier versions and partners, where there are any. */
export function historyAndPartners({ history, partners }: Deliverable, idOf: (name: string) => string): readonly Block[] {
  const versions = history.map(({ version, date, author, change }) => [
    [authored(version)],
    [authored(date)],
    [authored(author)],
    [authored(change)],
  ]);
  const named = partners.map(({ name, short, country }) => [[authored(name)], [authored(short ?? '–')], [authored(country ?? '–')]]);
  return [
    ...(history.length === 0
      ? []
      : [
          heading(1, 'History', idOf('history')),
          table(idOf('history-table'), ['Versions of this document.'], ['Version', 'Date', 'Author', 'Change'], versions),
        ]),
    ...(partners.length === 0
      ? []
      : [
          heading(1, 'Partners', idOf('partners')),
          table(idOf('partners-table'), ['Who takes part.'], ['Partner', 'Short name', 'Country'], named),
        ]),
  ];
}

/** Contents, figures and tables; a list of nothing is left out. `depth`: of a heading, from 1. */
export function lists(
  contents: readonly (Anchor & { readonly depth: number })[],
  figures: readonly Anchor[],
  tables: readonly Anchor[],
  idOf: (name: string) => string,
): readonly Block[] {
  const index = (
    label: string,
    name: string,
    entries: readonly { readonly depth: number; readonly content: readonly Inline[] }[],
  ): readonly Block[] => (entries.length === 0 ? [] : [heading(1, label, idOf(name)), { kind: 'index', label, entries }]);
  const numbered = (anchors: readonly Anchor[]) =>
    anchors.map(({ id, words, title }) => ({
      depth: 0,
      content: [{ reference: id, content: [authored(`${words.charAt(0).toUpperCase()}${words.slice(1)}`)] }, ': ', ...title],
    }));
  return [
    ...index(
      'Contents',
      'contents',
      contents.map(({ depth, id, title }) => ({ depth: depth - 1, content: [{ reference: id, content: title }] })),
    ),
    ...index('List of figures', 'list-of-figures', numbered(figures)),
    ...index('List of tables', 'list-of-tables', numbered(tables)),
  ];
}

/** Acronyms in alphabetical order. */
export function glossaryBlocks({ glossary }: Deliverable, idOf: (name: string) => string): readonly Block[] {
  const entries = Object.entries(glossary).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  if (entries.length === 0) return [];
  const rows = entries.map(([acronym, meaning]) => [[authored(acronym)], [authored(meaning)]]);
  return [
    heading(1, 'Glossary', idOf('glossary')),
    table(idOf('glossary-table'), ['What acronyms stand for.'], ['Acronym', 'Meaning'], rows),
  ];
}
