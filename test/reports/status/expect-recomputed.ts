import { expect } from 'vitest';
import type { Document } from '../../../reports/document.ts';
import { recomputeAll } from '../../../reports/recompute-all.ts';
import type { StoreReader } from '../../../src/store/api.ts';
import { markdownOf } from '../documents.ts';

/** Every number of the document is what the store gives by the second way; returns how many there are. */
export async function expectRecomputed(document: Document, reader: StoreReader): Promise<number> {
  const { claims } = markdownOf(document);
  const again = await recomputeAll(claims.map(({ recipe }) => recipe), reader); // prettier-ignore
  for (const [index, { value, text, recipe }] of claims.entries()) {
    const found = again[index]?.value ?? Number.NaN;
    const isSame = Math.abs(found - value) <= 1e-9 * Math.max(1, Math.abs(value));
    expect(isSame, `${text} against ${found}: ${JSON.stringify(recipe)}`).toBe(true);
  }
  return claims.length;
}
