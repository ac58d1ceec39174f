import type { View } from 'vega';
import type { LiveAxis, LiveFigure } from '../../figures/live-figure.ts';

const STEP = 1.5;
const MOVE = 0.2;

/** Buttons under a figure that zoom and show all of it again, and the same by keys while its frame has the focus: + − 0 and the arrows. */
export function addControls(frame: HTMLElement, view: View, { axes, spec }: LiveFigure): void {
  if (axes.length === 0) return;
  const act = actions(view, axes, rowsOf(spec));
  const bar = document.createElement('p');
  bar.className = 'zoom';
  bar.append(
    button('Zoom in', () => act.zoom(1 / STEP)),
    button('Zoom out', () => act.zoom(STEP)),
    button('Show all', act.reset),
  );
  frame.after(bar);
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
