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

/** A link as `evenkeel show` takes it: `obs-12`, `judgement-7`, a run's uid, evidence by its hash; an address as it is. */
export function linkName({ kind, ref }: FindingLink): string {
  if (kind === 'observation') return `obs-${ref}`;
  return kind === 'run' || kind === 'evidence' || kind === 'url' ? ref : `${kind}-${ref}`;
}

/**
 * What Resolved or Closed rests on. `judgement`: row id of one that was made after the fix · `recheck`: what a rule saw when it looked again after the fix,
 * in words · `waiver`: why somebody does without · `elsewhere`: the file that said so; nothing in this store shows it.
 */
export interface FindingBasis {
  readonly kind: 'judgement' | 'recheck' | 'waiver' | 'elsewhere';
  readonly ref: string;
}

/** What opens a finding by itself. */
export const RULE_KINDS = ['outage', 'failures', 'outlier', 'objective', 'change', 'undocumented_code'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export interface FindingRule {
  readonly when: RuleKind;
  /** null: any. */
  readonly target: string | null;
  /** Key of the probe, operation, job or phase; of an objective its id, of a change the metric. null: any. */
  readonly subject: string | null;
  /** Of outage: certainly down longer than this. */
  readonly longerThanMs: number;
  /** Of failures: a share of the looks outside outages, from this many failures on. */
  readonly above: number;
  readonly atLeast: number;
  /** In place of what the rule would say. */
  readonly impact: Impact | null;
}

/** How a rule is read where the config says no more than its kind. */
export const RULE_DEFAULTS = { target: null, subject: null, longerThanMs: 0, above: 0.001, atLeast: 3, impact: null } as const;

/** The rules of a config that has none. */
export const DEFAULT_RULES: readonly FindingRule[] = (['outage', 'failures', 'outlier', 'objective'] as const).map((when) => ({
  when,
  ...RULE_DEFAULTS,
}));
