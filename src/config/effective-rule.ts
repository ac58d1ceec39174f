import { RULE_DEFAULTS, type FindingRule, type RuleKind } from '../core/finding.ts';
import type { Issue } from './effective.ts';
import type { RawConfig } from './schema.ts';

const OF: Readonly<Record<'longer_than' | 'above' | 'at_least', RuleKind>> = {
  longer_than: 'outage',
  above: 'failures',
  at_least: 'failures',
};

/** A rule with its defaults; what belongs to another kind of rule, or names what the config does not have, goes into `issues`. */
export function effectiveRule(
  raw: RawConfig['findings']['rules'][number],
  config: RawConfig,
  path: readonly PropertyKey[],
  issues: Issue[],
): FindingRule {
  const { when, target, subject } = raw;
  for (const [key, kind] of Object.entries(OF) as readonly (readonly [keyof typeof OF, RuleKind])[]) {
    if (raw[key] !== undefined && when !== kind) issues.push({ path, key, message: `${key} is of the rule ${kind}, not of ${when}` });
  }
  const names = Object.keys(config.targets);
  if (target !== undefined && !names.includes(target))
    issues.push({ path: [...path, 'target'], message: `unknown target "${target}": the config has ${names.join(', ')}` });
  const objectives = config.objectives.map(({ id }) => id);
  if (when === 'objective' && subject !== undefined && !objectives.includes(subject))
    issues.push({
      path: [...path, 'subject'],
      message: `unknown objective "${subject}": the config has ${objectives.join(', ') || 'none'}`,
    });
  const hasCodes = Object.entries(config.targets).some(
    ([name, { error_codes: codes }]) => (target ?? name) === name && Object.keys(codes).length > 0,
  );
  const hasProvider = Object.entries(config.targets).some(([name, { provider }]) => (target ?? name) === name && provider !== undefined);
  if (when === 'undocumented_code' && !hasCodes && !hasProvider)
    issues.push({ path: [...path, 'when'], message: 'no documented codes: list them in error_codes of the target' });
  return {
    when,
    target: target ?? RULE_DEFAULTS.target,
    subject: subject ?? RULE_DEFAULTS.subject,
    longerThanMs: raw.longer_than ?? RULE_DEFAULTS.longerThanMs,
    above: raw.above ?? RULE_DEFAULTS.above,
    atLeast: raw.at_least ?? RULE_DEFAULTS.atLeast,
    impact: raw.impact ?? RULE_DEFAULTS.impact,
  };
}
