/** How much a finding matters, least first. */
export const IMPACTS = ['Low', 'Medium', 'High', 'Critical'] as const;
export type Impact = (typeof IMPACTS)[number];

/** Where a finding stands, in the order in which it usually goes. */
export const FINDING_STATUSES = ['Open', 'In progress', 'Pending review', 'Resolved', 'Closed'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** What a finding may point at; `ref` is a row id, of runs the uid, of evidence the sha256, of `url` the address. */
export const LINK_KINDS = ['incident', 'judgement', 'run', 'observation', 'evidence', 'event', 'url'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export interface FindingLink {
  readonly kind: LinkKind;
  readonly ref: string;
}

/**
 * What Resolved or Closed rests on. `judgement`: row id of one that was made after the fix · `recheck`: what a rule saw when it looked again after the fix,
 * in words · `waiver`: why somebody does without · `elsewhere`: the file that said so; nothing in this store shows it.
 */
export interface FindingBasis {
  readonly kind: 'judgement' | 'recheck' | 'waiver' | 'elsewhere';
  readonly ref: string;
}
