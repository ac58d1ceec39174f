/** What a rule's name says of where to look again. */
export type RuleSubject =
  | { readonly when: 'outage' | 'failures'; readonly kind: string; readonly key: string }
  | { readonly when: 'code'; readonly kind: string; readonly key: string; readonly code: string }
  | { readonly when: 'objective'; readonly id: string }
  | { readonly when: 'outlier'; readonly phase: string };

/** null: there is nothing to look at again (a change stays until the series moves back), or nobody's rule found it. */
export function ruleSubject(rule: string | null): RuleSubject | null {
  const [, when, rest = ''] = /^(outage|failures|code|objective|outlier):(.*)$/s.exec(rule ?? '') ?? [];
  if (when === 'objective') return { when, id: rest };
  if (when === 'outlier') return { when, phase: rest.split(':')[0] ?? '' };
  const [, kind, key = ''] = /^([a-z_]+):(.+)$/s.exec(rest) ?? [];
  if (kind === undefined) return null;
  if (when === 'outage' || when === 'failures') return { when, kind, key };
  const parts = key.split(':');
  return when === 'code' ? { when, kind, key: parts[0] ?? '', code: parts.slice(1).join(':') } : null;
}
