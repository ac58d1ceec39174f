import { join } from 'node:path';
import type { Document } from '../../reports/document.ts';
import { seriesDocument } from '../../reports/series/document.ts';
import { deliverableOf, STORY } from './deliverable-of.ts';
import { comparisonOf, reportOf } from './documents.ts';
import { AFTER, BEFORE, PLANTS } from './plants.ts';
import { regressionOfPlant } from './regression/checked.ts';
import { plantedSeries, seriesModel } from './series/series-model.ts';
import { weekDocument, weekIncident } from './status/week.ts';

/**
 * One document of each kind of report. Everything that is true of all is tested on these: golden files of every format, the page in
 * Chromium, accessibility, the PDF, what pandoc reads. A new kind joins with one line.
 */
export const KINDS: readonly (readonly [kind: string, make: () => Document | Promise<Document>])[] = [
  ['run', () => reportOf(PLANTS.outage).document],
  ['compare', () => comparisonOf(BEFORE, AFTER, { jobs: { from: 1, to: 48 } }).document],
  ['analyze', () => seriesDocument(seriesModel(plantedSeries()))],
  ['status', weekDocument],
  ['incident', weekIncident],
  ['regression', regressionOfPlant],
  ['deliverable', () => deliverableOf(join(STORY, 'story.yaml')).document],
];
