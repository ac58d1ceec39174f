import { HUES, SHAPES } from './theme.ts';

/** Colour and shape scales for instances in the order given: eight hues, then the hues again with the next shape. */
export function instanceScales(labels: readonly string[]): { readonly color: object; readonly shape: object } {
  const hues = labels.map((_, index) => HUES[index % HUES.length] as string);
  const shapes = labels.map((_, index) => SHAPES[Math.floor(index / HUES.length) % SHAPES.length] as string);
  return { color: { domain: labels, range: hues }, shape: { domain: labels, range: shapes } };
}
