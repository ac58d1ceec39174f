import type { Spec } from 'vega';
import type { FigureBlock } from '../document.ts';
import { compileFigure } from './compile-figure.ts';
import { changeUnits, unitsOf, type Unit } from './units.ts';

/** A continuous axis: its scale, the column on it, and the signal that holds the part of it that is shown (null: all). */
export interface LiveAxis {
  readonly scale: 'x' | 'y';
  readonly field: string;
  readonly signal: string;
}

/** What a page holds of a figure beside its picture. */
export interface LiveFigure {
  readonly spec: Spec;
  /** Of its rows; a tooltip shows those that a mark has. */
  readonly columns: readonly string[];
  readonly axes: readonly LiveAxis[];
  /** The column that the legend names, and the signal that holds what is picked in it (null: nothing). */
  readonly legend: { readonly field: string; readonly signal: string } | null;
}

/** A figure of more rows stays a picture: its rows would be most of the page. */
const MOST_ROWS = 20_000;
/** Of marks that the legend does not pick. */
const FAINT = 0.12;

/** The figure as the page's script draws it: zoom and pan on continuous axes, a legend that picks, values at a mark. Null where it stays a picture. */
export function liveFigure(figure: FigureBlock): LiveFigure | null {
  if (figure.rows.length === 0 || figure.rows.length > MOST_ROWS) return null;
  const units = unitsOf(figure.spec);
  const zoomed = units.reduce((best, unit, index) => (axesOf(unit).length > axesOf(units[best] as Unit).length ? index : best), 0);
  const axes = units[zoomed] === undefined ? [] : axesOf(units[zoomed]);
  const picking = units.findIndex((unit) => legendField(unit) !== undefined);
  const picked = units[picking] === undefined ? undefined : legendField(units[picking]);
  const change = (unit: Unit, index: number): Unit => ({
    ...unit,
    mark: { ...unit.mark, tooltip: { content: 'data' } },
    params: [
      ...(unit.params ?? []),
      ...(index === zoomed && axes.length > 0 ? [zoomParameter(axes)] : []),
      ...(index === picking && picked !== undefined ? [{ name: 'pick', select: { type: 'point', fields: [picked] }, bind: 'legend' }] : []),
    ],
    ...(picked !== undefined && unit.encoding?.['color']?.field === picked ? { encoding: dimmed(unit) } : {}),
  });
  const columns = [...new Set(figure.rows.flatMap((row) => Object.keys(row)))];
  return {
    spec: compileFigure(figure, (spec) => changeUnits(spec, change)),
    columns,
    axes,
    legend: picked === undefined ? null : { field: picked, signal: `pick_${picked}_legend` },
  };
}

const NAME = /^[A-Za-z]\w*$/;

function axesOf({ encoding }: Unit): readonly LiveAxis[] {
  return (['x', 'y'] as const).flatMap((scale) => {
    const { field, type, aggregate } = encoding?.[scale] ?? {};
    const continuous = (type === 'quantitative' || type === 'temporal') && aggregate === undefined;
    return continuous && field !== undefined && NAME.test(field) ? [{ scale, field, signal: `zoom_${field}` }] : [];
  });
}

/** With Ctrl, the wheel zooms: without, it scrolls the page. A finger scrolls too; the mouse drags. */
function zoomParameter(axes: readonly LiveAxis[]): object {
  const zoom = 'wheel![event.ctrlKey || event.metaKey]';
  const translate = "[pointerdown[event.pointerType === 'mouse'], window:pointerup] > window:pointermove!";
  return { name: 'zoom', select: { type: 'interval', encodings: axes.map(({ scale }) => scale), zoom, translate }, bind: 'scales' };
}

function legendField({ encoding }: Unit): string | undefined {
  const { field, type, legend } = encoding?.['color'] ?? {};
  return type === 'nominal' && legend !== null && field !== undefined && NAME.test(field) ? field : undefined;
}

function dimmed({ mark, encoding }: Unit): Unit['encoding'] {
  if (encoding?.['opacity'] !== undefined) return encoding;
  const value = typeof mark['opacity'] === 'number' ? mark['opacity'] : 1;
  return { ...encoding, opacity: { condition: { param: 'pick', value }, value: value * FAINT } };
}
