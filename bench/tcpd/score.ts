/** First points of the new segments, of each person who marked a series. */
export type Annotations = readonly (readonly number[])[];

/** Places further apart than this are not the same change. */
const MARGIN = 5;

/**
 * F1 of the Turing Change Point Dataset (van den Burg & Williams 2020, §4.2): 0 counts as a change in everything, precision is against all
 * annotations together, recall is the mean over the people; each predicted change is matched once, to the first mark it is nearest to.
 */
export function fOne(annotations: Annotations, predicted: readonly number[]): number {
  const found = withZero(predicted);
  const people = annotations.map(withZero);
  const precision = matched(withZero(people.flat()), found) / found.length;
  const recall = people.reduce((sum, marks) => sum + matched(marks, found) / marks.length, 0) / people.length;
  return (2 * precision * recall) / (precision + recall);
}

/** Covering (Arbeláez et al. 2010) of the marked segments by the predicted ones, mean over the people; n: rows of the series. */
export function covering(annotations: Annotations, predicted: readonly number[], n: number): number {
  const found = segments(predicted, n);
  const covers = annotations.map((marks) =>
    segments(marks, n).reduce(
      (sum, segment) => sum + (segment.to - segment.from) * Math.max(...found.map((other) => overlap(segment, other))),
      0,
    ),
  );
  return covers.reduce((sum, cover) => sum + cover / n, 0) / annotations.length;
}

function withZero(places: readonly number[]): readonly number[] {
  return [...new Set([0, ...places])].toSorted((a, b) => a - b);
}

function matched(marks: readonly number[], found: readonly number[]): number {
  const unused = new Set(found);
  let count = 0;
  for (const mark of marks) {
    const near = [...unused].filter((place) => Math.abs(place - mark) <= MARGIN);
    if (near.length === 0) continue;
    unused.delete(near.reduce((best, place) => (Math.abs(place - mark) < Math.abs(best - mark) ? place : best)));
    count += 1;
  }
  return count;
}

interface Segment {
  readonly from: number;
  readonly to: number;
}

function segments(places: readonly number[], n: number): readonly Segment[] {
  const ends = [...withZero(places).filter((place) => place < n), n];
  return ends.slice(1).map((to, k) => ({ from: ends[k] as number, to }));
}

/** Jaccard index. */
function overlap(a: Segment, b: Segment): number {
  const both = Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
  return both / (a.to - a.from + b.to - b.from - both);
}
