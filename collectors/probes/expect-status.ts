import { z } from 'zod';

/** Statuses that are well: numbers and ranges, `[200, 204, '300-399']`. */
export const statusSetting = z
  .array(z.union([z.int().min(100).max(599), z.string().regex(/^[1-5]\d\d-[1-5]\d\d$/, 'Expected a range of statuses such as 200-399')]))
  .min(1);

export function isExpected(status: number, expected: z.output<typeof statusSetting>): boolean {
  return expected.some((wanted) => {
    if (typeof wanted === 'number') return wanted === status;
    const [from, to] = wanted.split('-').map(Number);
    return from !== undefined && to !== undefined && from <= status && status <= to;
  });
}
