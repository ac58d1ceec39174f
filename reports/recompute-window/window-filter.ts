import type { Window, WindowFilter } from '../../src/store/window-rows.ts';
import type { Selection } from '../document.ts';

/** The rows of a selection, as the store's reader is asked for them; `window`: within this one instead. */
export function windowFilter(of: Selection, window: Window = windowOf(of)): WindowFilter {
  const { target, observer, subject, outcomes, code, marks, metric, tags, comparable } = of;
  const named = { target, observer, subject, outcomes, code, marks, metric, tags, comparable };
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  return { from: window.from, to: window.to, ...given };
}

export function windowOf({ window }: Selection): Window {
  if (window === undefined) throw new TypeError('A recipe of a window must name it');
  return window;
}
