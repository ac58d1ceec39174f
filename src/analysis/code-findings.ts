import { documentedCode, type CodeLists } from '../core/documented-code.ts';
import type { FindingRule } from '../core/finding.ts';
import type { SubjectKind } from '../core/observation.ts';
import { ruleFor } from './finding-rules.ts';
import { subjectLabel } from './finding-words.ts';
import { groupBy } from './group-by.ts';
import type { FindingDraft, Look } from './types.ts';

export interface LookedAt {
  readonly kind: SubjectKind;
  readonly key: string;
  readonly target: string;
  readonly looks: readonly Look[];
}

/** Documented codes of a target: those of the config, and those that the provider's adapter brings. */
export interface CodesOf {
  (target: string): { readonly configured: CodeLists; readonly provider: readonly string[] };
}

/** One draft for each subject and error code that no list documents; a code of ours (no answer) is none. */
export function codeFindings(subjects: readonly LookedAt[], rules: readonly FindingRule[], codesOf: CodesOf): readonly FindingDraft[] {
  return subjects.flatMap(({ kind, key, target, looks }) => {
    const rule = ruleFor(rules, 'undocumented_code', target, key);
    if (rule === null) return [];
    const { configured, provider } = codesOf(target);
    const failed = looks.filter(({ outcome, code }) => outcome === 'failed' && code !== null);
    // Only what asks the provider can get one of its codes.
    const own = kind === 'api_call' || kind === 'phase' ? provider : [];
    return [...groupBy(failed, ({ code }) => code ?? '')]
      .filter(([code]) => documentedCode(code, key, configured, own) === 'undocumented')
      .map(([code, group]): FindingDraft => {
        return {
          rule: `code:${kind}:${key}:${code}`,
          target,
          title: `${subjectLabel(kind, key)} answered ${code}, which is not documented`,
          impact: rule.impact ?? 'Low',
          description: `${group.length} of ${looks.length} looks.`,
          observations: group.map(({ obs }) => obs),
        };
      });
  });
}
