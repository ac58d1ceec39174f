import { compile, type TopLevelSpec } from 'vega-lite';
import type { Spec } from 'vega';
import { cleanLine } from '../../src/core/clean-text.ts';
import type { FigureBlock, FigureRow } from '../document.ts';
import { CONFIG } from './theme.ts';

/** Longer names are cut in figures: they must leave room for the data. */
const LONGEST_LABEL = 40;

/** The figure's vega spec with its rows inside; every name in it is one clean, short line. `change` may add to the vega-lite spec first. */
export function compileFigure(figure: FigureBlock, change: (spec: object) => object = (spec) => spec): Spec {
  const values = figure.rows.map((row) => drawable(row));
  const spec = change(withCleanNames(figure.spec) as object);
  return compile({ ...spec, data: { values } } as TopLevelSpec, { config: CONFIG }).spec;
}

/** What every object has (`constructor`) cannot be a name in a vega expression: it stands between quotation marks. */
function label(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const line = cleanLine(value, LONGEST_LABEL);
  return line in Object.prototype ? `"${line}"` : line;
}

function drawable(row: FigureRow): object {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, label(value)]));
}

/** Names stand in a spec only in orders and domains, which become expressions: the same clean text there as in the rows. */
function withCleanNames(spec: unknown): unknown {
  if (Array.isArray(spec)) return spec.map((item) => withCleanNames(item));
  if (typeof spec !== 'object' || spec === null) return spec;
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      (key === 'domain' || key === 'sort') && Array.isArray(value) ? [...new Set(value.map((item) => label(item)))] : withCleanNames(value),
    ]),
  );
}
