// The script of a report's page, bundled into one file by bin/build.mjs. It makes the figures live; where it cannot, the pictures stay.
import type { LiveFigure } from '../../figures/live-figure.ts';
import { enliven } from './enliven.ts';

const places = new Map<Element, LiveFigure>();
const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      const figure = places.get(target);
      if (!isIntersecting || figure === undefined) continue;
      places.delete(target);
      observer.unobserve(target);
      void enliven(target as HTMLElement, figure);
    }
  },
  // Drawn before it is seen.
  { rootMargin: '600px' },
);

for (const data of document.querySelectorAll<HTMLScriptElement>('script[data-figure]')) {
  const place = document.getElementById(data.dataset['figure'] ?? '');
  if (place === null) continue;
  places.set(place, JSON.parse(data.text) as LiveFigure);
  observer.observe(place);
}
