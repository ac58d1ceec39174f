import { code, heading, list, paragraph, table } from '../../blocks.ts';
import type { Block, Inline } from '../../document.ts';
import type { ReportedFile, SeriesModel } from '../model.ts';

/** What could not be read, how it was judged and how to do it again. */
export function validity({ files, command, options }: SeriesModel): readonly Block[] {
  const rows = files.flatMap((file) => problemRows(file));
  const problems =
    rows.length === 0
      ? paragraph('Every row of every file was read.')
      : table('problems', ['What could not be read; the rest of each file was kept.'], ['Where', 'What'], rows);
  const settings = Object.entries(options).map(([name, value]): readonly Inline[] => [code(`${name}: ${value}`)]);
  return [
    heading(1, 'What could not be read', 'unread'),
    problems,
    heading(1, 'How it was judged', 'method'),
    paragraph(
      'By the methods and defaults of ',
      code('docs/judging.md'),
      settings.length === 0 ? ', without an option of its own.' : ', but for:',
    ),
    ...(settings.length === 0 ? [] : [list(settings)]),
    paragraph('To do it again:'),
    { kind: 'code', language: 'sh', text: command },
  ];
}

function problemRows({ file, error, problems, malformed }: ReportedFile): readonly (readonly (readonly Inline[])[])[] {
  if (error !== null) return [[[code(file)], [{ quote: error }]]];
  const told = problems.map(({ line, message }) => [[code(`${file}:${line}`)], [{ quote: message }]]);
  return malformed > problems.length ? [...told, [[code(file)], ['More rows like these.']]] : told;
}
