import { judgementWords, whyNotFixed } from '../../analysis/judgement-shows-fix.ts';
import { HarnessError } from '../../core/errors.ts';
import type { FindingBasis, FindingLink } from '../../core/finding.ts';
import type { StoreReader } from '../../store/api.ts';
import type { FindingRow } from '../../store/rows.ts';

/**
 * The newest judgement, among what a finding is linked to and these new links, that shows it resolved. HarnessError `usage` that says of each judgement
 * why it does not.
 */
export async function judgedBasis(
  finding: FindingRow,
  links: readonly FindingLink[],
  reader: Pick<StoreReader, 'judgement'>,
): Promise<FindingBasis> {
  const ids = new Set([...finding.links, ...links].flatMap(({ kind, ref }) => (kind === 'judgement' ? [Number(ref)] : [])));
  const reasons: string[] = [];
  for (const id of [...ids].toSorted((a, b) => b - a)) {
    const judgement = await reader.judgement(id);
    if (judgement === undefined) continue;
    const reason = whyNotFixed(judgement, finding);
    if (reason === null) return { kind: 'judgement', ref: String(id) };
    reasons.push(`judgement-${id} does not show it: ${reason}`);
  }
  throw new HarnessError(
    'usage',
    `finding-${finding.id} cannot be Resolved: ${reasons.length === 0 ? 'no judgement is linked to it' : reasons.join('; ')}`,
    {
      hint: 'Link a judgement made after the fix (--link judgement-7), let its rule look again (--recheck), or write why you do without (--waiver TEXT).',
    },
  );
}

/** In words, for the terminal and for exports. */
export async function basisWords(basis: FindingBasis, reader: Pick<StoreReader, 'judgement'>): Promise<string> {
  switch (basis.kind) {
    case 'judgement': {
      const judgement = await reader.judgement(Number(basis.ref));
      return `judgement-${basis.ref}${judgement === undefined ? '' : ` (${judgementWords(judgement)})`}`;
    }
    case 'recheck':
      return `looked at again: ${basis.ref}`;
    case 'waiver':
      return `waiver: ${basis.ref}`;
    case 'elsewhere':
      return `resolved elsewhere (${basis.ref}), no judgement in this store`;
  }
}
