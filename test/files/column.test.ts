import { describe, expect, it } from 'vitest';
import { createColumn } from '../../src/files/column.ts';

describe('createColumn', () => {
  it.each([0, 1, 16, 17, 65_536, 65_537, 1_000_003])('keeps %s values in their order', (length) => {
    const column = createColumn();
    for (let index = 0; index < length; index += 1) column.push(index / 3);
    const values = column.finish();
    expect([column.length, values.length]).toEqual([length, length]);
    expect(values.every((value, index) => value === index / 3)).toBe(true);
  });

  it('takes no more memory than its values while it grows', () => {
    const column = createColumn();
    for (let index = 0; index < 2_000_000; index += 1) column.push(index);
    expect(column.finish().buffer.byteLength).toBeLessThanOrEqual(2_000_000 * 8 * 1.25);
  });
});
