import { describe, expect, it } from 'vitest';
import { covering, fOne } from '../../bench/tcpd/score.ts';
import { pairedInterval } from '../../bench/tcpd/paired-bootstrap.ts';

describe('the scores of annotated change points', () => {
  it.each([
    [[[10, 20], [11, 20], [10], [0, 5]], [10, 20], 1],
    [[[], [10], [50]], [10], 0.90909],
    [[[], [10], [50]], [], 0.8],
  ])('F1 of %j by %j', (annotations, predicted, expected) => {
    expect(fOne(annotations, predicted)).toBeCloseTo(expected, 5);
  });

  it.each([
    [[[10, 20], [10], [0, 5]], [10, 20], 0.7962963],
    [[[], [10], [40]], [10], 0.7954145],
    [[[], [10], [40]], [], 0.81893],
  ])('covering of %j by %j', (annotations, predicted, expected) => {
    expect(covering(annotations, predicted, 45)).toBeCloseTo(expected, 7);
  });

  it('match each report once, within five', () => {
    expect(fOne([[10, 14]], [12])).toBeCloseTo((2 * 1 * (2 / 3)) / (1 + 2 / 3), 12);
    expect(fOne([[10]], [15])).toBe(1);
    expect(fOne([[10]], [16])).toBeCloseTo(0.5, 12);
  });

  it('the interval of a mean difference holds it, and is the same for the same seed', () => {
    const [low, high] = pairedInterval([0.1, 0.3, 0.2, 0, 0.4]);
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.2);
    expect(pairedInterval([0.1, 0.3, 0.2, 0, 0.4])).toEqual([low, high]);
    expect(pairedInterval([0.5, 0.5])).toEqual([0.5, 0.5]);
  });
});
