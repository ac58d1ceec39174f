import { HarnessError } from '../../core/errors.ts';
import type { FindingLink, LinkKind } from '../../core/finding.ts';
import type { StoreReader } from '../../store/api.ts';

const FORMS =
  'incident-2, judgement-7, obs-12, event-3, a run (20261125t101502-7kq2xw), evidence by the first digits of its hash, or https://…';
const PREFIXES: Readonly<Record<string, LinkKind>> = { incident: 'incident', judgement: 'judgement', obs: 'observation', event: 'event' };

/** What people write after --link, as links. HarnessError `usage` for what is none, `unknown-id` for what the store does not have. */
export async function findingLinks(
  texts: readonly string[],
  reader: Pick<StoreReader, 'run' | 'evidence'>,
): Promise<readonly FindingLink[]> {
  const links: FindingLink[] = [];
  for (const text of texts) links.push(await linkOf(text.trim(), reader));
  return links;
}

async function linkOf(text: string, reader: Pick<StoreReader, 'run' | 'evidence'>): Promise<FindingLink> {
  const [, prefix = '', digits] = /^(incident|judgement|obs|event)-(\d{1,15})$/.exec(text) ?? [];
  const kind = PREFIXES[prefix];
  // Whether there is such a row is looked at where the link is written.
  if (kind !== undefined && digits !== undefined) return { kind, ref: String(Number(digits)) };
  if (isAddress(text)) return { kind: 'url', ref: text };
  if (/^\d{8}t\d{6}-\w+$/.test(text)) return { kind: 'run', ref: text };
  if ((await reader.run(text)) !== undefined) return { kind: 'run', ref: text };
  if (/^[0-9a-f]{6,64}$/.test(text)) {
    const evidence = await reader.evidence(text);
    if (evidence !== undefined) return { kind: 'evidence', ref: evidence.sha256 };
    throw new HarnessError('unknown-id', `There is no evidence ${text} in this store to link to, or more than one`);
  }
  throw new HarnessError('usage', `"${text}" is nothing to link to`, { hint: `A link is ${FORMS}.` });
}

/** http or https, without a password in it. */
export function isAddress(text: string): boolean {
  if (!/^https?:\/\/\S+$/i.test(text)) return false;
  try {
    const { username, password } = new URL(text);
    return username === '' && password === '';
  } catch {
    return false;
  }
}
