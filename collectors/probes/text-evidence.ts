import type { Evidence } from '../../src/core/observation.ts';

/** 64 KiB: enough to see what answered. */
const MAX_CHARACTERS = 65_536;

/** Text as it came, cut at 64 KiB. */
export function textEvidence(text: string): Evidence {
  return { media: 'text/plain', body: text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text };
}
