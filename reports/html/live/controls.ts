import type { View } from 'vega';
import type { LiveAxis, LiveFigure } from '../../figures/live-figure.ts';

const STEP = 1.5;
const MOVE = 0.2;

/** Under a figure: buttons that zoom and show all of it again (the same by + - 0 and the arrows while its frame has the focus), and the legend as a list. */
export function addControls(frame: HTMLElement, view: View, { axes, legend, spec }: LiveFigure): void {
  const rows = rowsOf(spec);
  const bar = document.createElement('p');
  bar.className = 'zoom';
  if (axes.length > 0) addZoom(frame, bar, actions(view, axes, rows));
  if (legend !== null) bar.append(picker(view, legend, rows));
  if (bar.hasChildNodes()) frame.after(bar);
}

function addZoom(frame: HTMLElement, bar: HTMLElement, act: Actions): void {
  bar.append(
    button('Zoom in', () => act.zoom(1 / STEP)),
    button('Zoom out', () => act.zoom(STEP)),
    button('Show all', act.reset),
  );
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => act.zoom(1 / STEP),
    '-': () => act.zoom(STEP),
    '0': act.reset,
    ArrowLeft: () => act.move('x', -MOVE),
    ArrowRight: () => act.move('x', MOVE),
    ArrowDown: () => act.move('y', -MOVE),
    ArrowUp: () => act.move('y', MOVE),
  };
  frame.addEventListener('keydown', (event) => {
    const key = keys[event.key];
    // What is shown whole has nowhere to go: arrows scroll then.
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey || (event.key.startsWith('Arrow') && !act.isZoomed())) return;
    event.preventDefault();
    key();
  });
}

function button(text: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', press);
  return element;
}

/** What a click in the legend does, for those who do not point. */
function picker(view: View, { field, signal }: NonNullable<LiveFigure['legend']>, rows: readonly Row[]): HTMLLabelElement {
  const names = [...new Set(rows.flatMap(({ [field]: name }) => (typeof name === 'string' ? [name] : [])))];
  const label = document.createElement('label');
  const list = document.createElement('select');
  list.append(...['all', ...names].map((name) => new Option(name)));
  list.addEventListener('change', () => {
    view.signal(signal, names[list.selectedIndex - 1] ?? null);
    void view.runAsync();
  });
  label.append('Highlight ', list);
  return label;
}

interface Actions {
  zoom(factor: number): void;
  move(scale: LiveAxis['scale'], share: number): void;
  reset(): void;
  isZoomed(): boolean;
}

type Row = { readonly [column: string]: unknown };

function rowsOf({ data }: LiveFigure['spec']): readonly Row[] {
  // Beside the rows there are what zoom and legend remember, which begin without values.
  const held = (data ?? []).flatMap((source) =>
    'values' in source && Array.isArray(source.values) ? [source.values as readonly Row[]] : [],
  );
  return held.flat();
}

function actions(view: View, axes: readonly LiveAxis[], rows: readonly Row[]): Actions {
  const shown = ({ scale }: LiveAxis): readonly [number, number] => {
    const [from = 0, to = 1] = (view.scale(scale) as { domain(): (number | Date)[] }).domain().map(Number);
    return [from, to];
  };
  /** Of what is shown and measured: an axis from zero would else zoom into nothing. */
  const middle = (axis: LiveAxis): number => {
    const [from, to] = shown(axis);
    const values = rows.flatMap(({ [axis.field]: value }) => (typeof value === 'number' && value >= from && value <= to ? [value] : []));
    if (values.length === 0) return (from + to) / 2;
    const [least, most] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [to, from]);
    return (least + most) / 2;
  };
  const set = (change: (axis: LiveAxis) => readonly [number, number] | null): void => {
    const values = axes.map((axis) => [axis, change(axis)] as const);
    for (const [{ signal }, value] of values) view.signal(signal, value);
    void view.runAsync();
  };
  return {
    zoom: (factor) =>
      set((axis) => {
        const [from, to] = shown(axis);
        const [at, half] = [middle(axis), ((to - from) / 2) * factor];
        return [at - half, at + half];
      }),
    move: (scale, share) =>
      set((axis) => {
        const [from, to] = shown(axis);
        const by = axis.scale === scale ? (to - from) * share : 0;
        return [from + by, to + by];
      }),
    reset: () => set(() => null),
    isZoomed: () => axes.some(({ signal }) => view.signal(signal) !== null && view.signal(signal) !== undefined),
  };
}
