import { parse, View, type Loader } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { LiveFigure } from '../../figures/live-figure.ts';
import { addControls } from './controls.ts';
import { tooltip } from './tooltip.ts';

const refuse = (): never => {
  throw new TypeError('A figure may load nothing');
};
const LOADER = { load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {} } as unknown as Loader;

/** Draws the figure live in place of its picture. Expressions are interpreted: the page's policy allows no code from text. */
export async function enliven(place: HTMLElement, figure: LiveFigure): Promise<void> {
  const frame = place.querySelector<HTMLElement>('.scroll');
  const picture = frame?.querySelector('svg');
  if (frame === null || picture === null || picture === undefined) return;
  const room = document.createElement('div');
  room.className = 'live';
  const troubles: unknown[] = [];
  try {
    const logger = quietLogger(troubles);
    const view = new View(parse(figure.spec, undefined, { ast: true }), {
      renderer: 'svg',
      container: room,
      hover: true,
      loader: LOADER,
      logger,
      tooltip: tooltip(figure.columns),
      expr: expressionInterpreter,
    } as ConstructorParameters<typeof View>[1]);
    await view.runAsync();
    const drawn = room.querySelector('svg');
    if (drawn === null || troubles.length > 0) throw new TypeError('The figure was not drawn');
    // One picture with one description, as the one whose place it takes; its marks are not read one by one.
    for (const name of ['role', 'aria-label', 'aria-describedby']) room.setAttribute(name, picture.getAttribute(name) ?? '');
    drawn.setAttribute('aria-hidden', 'true');
    picture.style.display = 'none';
    frame.append(room);
    addControls(frame, view, figure);
  } catch {
    room.remove();
    picture.style.display = '';
  }
}

type Logger = NonNullable<NonNullable<ConstructorParameters<typeof View>[1]>['logger']>;

/** Errors are kept, and the picture stays; nothing is for the console. */
function quietLogger(troubles: unknown[]): Logger {
  const ignore = (): Logger => logger;
  const logger = {
    level: () => 0,
    warn: ignore,
    info: ignore,
    debug: ignore,
    error: (...args: readonly unknown[]) => {
      troubles.push(...args);
      return logger;
    },
  } as unknown as Logger;
  return logger;
}
