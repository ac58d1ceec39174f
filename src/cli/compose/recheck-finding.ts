import { failureShare } from '../../analysis/failures.ts';
import { ruleFor } from '../../analysis/finding-rules.ts';
import { figureWords, percentWords, timeWords } from '../../analysis/finding-words.ts';
import { fixedFrom } from '../../analysis/judgement-shows-fix.ts';
import { OUTAGE_RULE, outages } from '../../analysis/outages.ts';
import type { Look } from '../../analysis/types.ts';
import type { Config } from '../../config/types.ts';
import { RULE_DEFAULTS } from '../../core/finding.ts';
import type { StoreReader } from '../../store/api.ts';
import type { FindingRow } from '../../store/rows.ts';
import { judgeObjectives } from './judge-objectives.ts';
import { ruleSubject } from './rule-subject.ts';

export interface Rechecked {
  readonly isGone: boolean;
  /** What was seen, with its time. */
  readonly words: string;
}

/** So much is read at a time, µs. */
const SLICE_US = 6 * 3_600_000_000;
/** Fewer looks show nothing. */
const LEAST_LOOKS = 60;

type Reader = Pick<StoreReader, 'observations' | 'incidents' | 'samples'>;

/** What the rules of a finding see when they look at everything after the fix, whatever process measured it; null where one of them cannot look again. */
export async function recheckFinding(finding: FindingRow, config: Config, reader: Reader, now: number): Promise<Rechecked | null> {
  const seen: Rechecked[] = [];
  for (const rule of finding.rules) {
    const one = await recheckRule(rule, finding, config, reader, now);
    if (one === null) return null;
    seen.push(one);
  }
  const left = seen.filter(({ isGone }) => !isGone);
  if (seen.length === 0) return null;
  return { isGone: left.length === 0, words: (left.length === 0 ? seen : left).map(({ words }) => words).join('; ') };
}

async function recheckRule(rule: string, finding: FindingRow, config: Config, reader: Reader, now: number): Promise<Rechecked | null> {
  const subject = ruleSubject(rule);
  if (subject === null || subject.when === 'outlier' || finding.target === null) return null;
  if (subject.when === 'objective') {
    const result = (await judgeObjectives(config, reader, finding.target, now)).find(({ id }) => id === subject.id);
    if (result === undefined) return null;
    const value = result.value === null ? '' : ` (${figureWords(result.value.value)} against the limit ${figureWords(result.limit)})`;
    return { isGone: result.state === 'met', words: `objective ${subject.id} was ${result.state}${value} at ${timeWords(now)}` };
  }
  const { kind, key } = subject;
  const { target } = finding;
  const from = fixedFrom(finding) + 1;
  const looks: Look[] = [];
  for (let at = from; at <= now; at += SLICE_US) {
    const rows = await reader.observations({ from: at, to: Math.min(at + SLICE_US, now + 1), subjectKind: kind, subjectKey: key, target });
    for (const row of rows) if (row.attempt === 0) looks.push({ at: row.at, outcome: row.outcome, code: row.code, obs: row.id });
  }
  const open = (await reader.incidents({ open: true, target })).find((row) => row.subjectKind === kind && row.subjectKey === key);
  const known = looks.filter(({ outcome }) => outcome !== 'unknown');
  const failed = known.filter(({ outcome }) => outcome === 'failed');
  const seen = `${kind} ${key}: ${failed.length} of ${known.length} looks failed from ${timeWords(from)} to ${timeWords(now)}`;
  if (open !== undefined) return { isGone: false, words: `incident-${open.id} is open` };
  if (known.length < LEAST_LOOKS) return { isGone: false, words: `${seen}, and fewer than ${LEAST_LOOKS} looks show nothing` };
  if (subject.when === 'code') {
    const again = failed.filter(({ code }) => code === subject.code).length;
    return { isGone: again === 0, words: `${seen}, ${again === 0 ? 'none' : String(again)} with ${subject.code}` };
  }
  const probe = kind === 'probe' ? own(own(config.targets, target)?.probes, key) : undefined;
  const down = outages(looks, probe ?? OUTAGE_RULE);
  if (subject.when === 'outage')
    return { isGone: down.length === 0, words: `${seen}, ${down.length === 0 ? 'and it was never down' : 'and it was down again'}` };
  const { above } = ruleFor(config.findings.rules, 'failures', target, key) ?? RULE_DEFAULTS;
  const { high } = failureShare(looks, down).share;
  const isGone = high !== null && high < above;
  return { isGone, words: `${seen}, a share of ${isGone ? 'certainly less than' : 'not certainly less than'} ${percentWords(above)}` };
}

function own<T>(all: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return all !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;
}
