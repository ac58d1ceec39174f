import { slug } from '../blocks.ts';
import type { Inline } from '../document.ts';
import type { Problem } from './problem.ts';

/** What can be referred to. */
export interface Anchor {
  readonly id: string;
  /** `figure 1`, `table 4`, `section 2.1`. */
  readonly words: string;
  /** What a list of contents, figures or tables says behind the number. */
  readonly title: readonly Inline[];
}

export interface Anchors {
  /** Ids that authors gave: each may be given once. */
  reserve(id: string, place: string): void;
  /** An id that nobody has, from a name. */
  free(name: string): string;
  add(anchor: Anchor): void;
  find(id: string): Anchor | undefined;
  known(): readonly string[];
}

export function newAnchors(problems: Problem[]): Anchors {
  const places = new Map<string, string>();
  const anchors = new Map<string, Anchor>();
  return {
    reserve(id, place) {
      const first = places.get(id);
      if (first !== undefined) problems.push({ place, message: `the id "${id}" is there twice; the first is at ${first}` });
      else places.set(id, place);
    },
    free(name) {
      const base = /^[a-z]/.test(slug(name)) ? slug(name) : `x-${slug(name)}`;
      let [id, n] = [base, 1];
      while (places.has(id) || /^c\d+$|-caption$/.test(id)) id = `${base}-${(n += 1)}`;
      places.set(id, 'here');
      return id;
    },
    add: (anchor) => anchors.set(anchor.id, anchor),
    find: (id) => anchors.get(id),
    known: () => [...anchors.keys()],
  };
}
