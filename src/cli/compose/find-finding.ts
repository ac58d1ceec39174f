import { HarnessError } from '../../core/errors.ts';
import type { StoreReader } from '../../store/api.ts';
import type { FindingRow } from '../../store/rows.ts';

/** The finding that a person names: `finding-3` or `3`. HarnessError `usage`, `unknown-id`. */
export async function findFinding(text: string, reader: Pick<StoreReader, 'finding'>): Promise<FindingRow> {
  const digits = /^(?:finding-)?(\d{1,15})$/.exec(text.trim())?.[1];
  if (digits === undefined)
    throw new HarnessError('usage', `"${text}" is no finding`, { hint: '`evenkeel finding list` shows them, as finding-3.' });
  const row = await reader.finding(Number(digits));
  if (row !== undefined) return row;
  throw new HarnessError('unknown-id', `There is no finding-${Number(digits)} in the store`, {
    hint: '`evenkeel finding list --all` shows them.',
  });
}
