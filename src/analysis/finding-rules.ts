import type { FindingRule, RuleKind } from '../core/finding.ts';
import type { FailureShare } from './types.ts';

/** The first rule of this kind that fits a target and a subject; null: nothing of the kind is a finding. `target` undefined: it is not known. */
export function ruleFor(rules: readonly FindingRule[], when: RuleKind, target: string | undefined, subject: string): FindingRule | null {
  return (
    rules.find(
      (rule) =>
        rule.when === when &&
        (rule.target === null || target === undefined || rule.target === target) &&
        (rule.subject === null || rule.subject === subject),
    ) ?? null
  );
}

/** Failures make a finding from the first one on where even the lower bound of their share (Wilson) is this much, or the rule's share where that is more. */
const CERTAIN_SHARE = 0.01;

/** Whether failures outside outages are a finding: often enough and a large enough share, or certainly a large share. */
export function failsTooOften({ failed, share }: FailureShare, { above, atLeast }: Pick<FindingRule, 'above' | 'atLeast'>): boolean {
  return failed > 0 && ((failed >= atLeast && share.value >= above) || (share.low ?? 0) >= Math.max(above, CERTAIN_SHARE));
}
