import { code, heading, joined, list, strong } from '../../blocks.ts';
import { claim, statistic } from '../../claim.ts';
import type { Block, Inline, Selection } from '../../document.ts';
import { rowsOf, sizeWords } from '../claims.ts';
import type { ReportedSeries, SeriesModel } from '../model.ts';

/** Series that the answer itself names; the tables have them all. */
const LISTED = 4;

/** The lines that somebody reads who reads nothing else. */
export function answer(model: SeriesModel): readonly Block[] {
  const items = [
    [strong('Moved?'), ' ', ...moved(model)],
    [strong('Fluctuates?'), ' ', ...fluctuates(model)],
    [strong('Outages?'), ' ', ...outages(model)],
    [strong('Read?'), ' ', ...read(model)],
  ];
  return [heading(1, 'The answer', 'answer'), list(items)];
}

function moved(model: SeriesModel): readonly Inline[] {
  const found = model.series.filter(({ judgement }) => judgement.changePoints.length > 0);
  const of: Selection = { rows: 'series', runs: [] };
  const parameters = { ...model.options };
  const among = claim(model.series.length, 'count', { statistic: 'count', of: { ...of, state: 'series' }, parameters });
  if (found.length === 0) return ['No change was found in ', among, ' series.'];
  const each = found.slice(0, LISTED).map((series): readonly Inline[] => {
    const number = largest(series);
    const change = series.judgement.changePoints[number - 1];
    return [code(series.title), ...(change === undefined ? [] : [', its largest change ', ...sizeWords(series, number, change, model)])];
  });
  const count = claim(found.length, 'count', { statistic: 'count', of: { ...of, state: 'moved' }, parameters });
  return [count, ' of ', among, ' series: ', ...joined(each, '; '), found.length > LISTED ? '; more stand below.' : '.'];
}

/** Number of the change of the greatest size, from one. */
function largest({ judgement: { changePoints } }: ReportedSeries): number {
  const sizes = changePoints.map(({ effect, size: { value } }) => Math.abs(effect === 'ratio' ? Math.log(value) : value));
  return sizes.indexOf(Math.max(...sizes)) + 1;
}

function fluctuates({ series }: SeriesModel): readonly Inline[] {
  const known = series
    .flatMap((one) => (one.judgement.fluctuation === null ? [] : [{ one, cv: one.judgement.fluctuation.robustCv.value }]))
    .filter(({ cv }) => Number.isFinite(cv))
    .toSorted((a, b) => a.cv - b.cv);
  const [least, most] = [known[0], known.at(-1)];
  if (least === undefined || most === undefined) return ['Not known: no series has a robust CV.'];
  const words = ({ one, cv }: typeof least): readonly Inline[] => [
    statistic(cv, 'percent', 'robust_cv', rowsOf(one)),
    ' (',
    code(one.title),
    ')',
  ];
  if (least === most) return ['Robust CV ', ...words(least), '.'];
  return ['Robust CV from ', ...words(least), ' to ', ...words(most), '; what moved fluctuates for that reason too.'];
}

function outages({ series }: SeriesModel): readonly Inline[] {
  if (series.every(({ judgement }) => judgement.failed === 0)) return ['No act failed, or the files do not tell of failures.'];
  const down = series.filter(({ judgement }) => (judgement.reliability?.outages.length ?? 0) > 0);
  if (down.length === 0) return ['Acts failed, and never so many in a row that it counts as an outage.'];
  const names = down.slice(0, LISTED).map(({ title }): readonly Inline[] => [code(title)]);
  return ['In ', ...joined(names, '; '), down.length > LISTED ? '; more stand below.' : '.'];
}

function read({ files }: SeriesModel): readonly Inline[] {
  const unread = files.filter(({ error }) => error !== null).map(({ file }): readonly Inline[] => [code(file)]);
  const broken = files.some(({ malformed }) => malformed > 0) ? ' Rows that were malformed are left out and told below.' : '';
  return unread.length === 0
    ? [`Every file.${broken}`]
    : ['All but ', ...joined(unread.slice(0, LISTED), ', '), unread.length > LISTED ? ' and more' : '', `.${broken}`];
}
