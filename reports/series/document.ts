import { idSource } from '../blocks.ts';
import type { Document } from '../document.ts';
import type { SeriesModel } from './model.ts';
import { answer } from './sections/answer.ts';
import { eachSeries } from './sections/each.ts';
import { overview } from './sections/overview.ts';
import { validity } from './sections/validity.ts';

/** The report on series in files. */
export function seriesDocument(model: SeriesModel): Document {
  const [only] = model.series;
  const subject =
    only !== undefined && model.series.length === 1 ? only.title : `${model.series.length} series in ${model.files.length} files`;
  return {
    title: `Report on ${subject}`,
    blocks: [...answer(model), ...overview(model), ...eachSeries(model, idSource()), ...validity(model)],
  };
}
