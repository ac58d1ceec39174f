import type { FindingRule } from '../core/finding.ts';
import type { SubjectKind } from '../core/observation.ts';
import { ruleFor } from './finding-rules.ts';
import { secondsWords, subjectLabel, timeWords } from './finding-words.ts';
import type { FindingDraft, Outage } from './types.ts';

/** A subject that was down; `wasUp`: some look found it up. */
export interface DownSubject {
  readonly kind: SubjectKind;
  readonly key: string;
  readonly target: string;
  readonly wasUp: boolean;
  /** At least one; those that are not over have no `firstOkAt`. */
  readonly outages: readonly Outage[];
}

/** What one outage rule found: the first subject gives the finding its name. */
export interface OutageFinding<Subject extends DownSubject> {
  readonly subjects: readonly Subject[];
  readonly draft: FindingDraft;
}

/**
 * One draft for each fault. Probes of one target whose outages may have begun at the same instant (between the last look that was well and the first that
 * failed) were hit by one fault: a name server that three probes ask. Nobody saw the beginning of what was down before the first look: two of those are
 * one fault where their codes are the same. `told`: what the title tells; while an outage goes on its length is not known yet.
 */
export function outageFindings<Subject extends DownSubject>(
  subjects: readonly Subject[],
  rules: readonly FindingRule[],
  told: 'length' | 'start' = 'length',
): readonly OutageFinding<Subject>[] {
  const counted = subjects.flatMap((subject) => {
    const rule = ruleFor(rules, 'outage', subject.target, subject.key);
    const outages = subject.outages.filter(({ downtime }) => rule !== null && downtime.min * 1000 >= rule.longerThanMs);
    return rule === null || outages.length === 0 ? [] : [{ rule, subject, outages }];
  });
  const groups: (typeof counted)[] = [];
  for (const one of counted) {
    const group = groups.find((others) => others.some((other) => isOneFault(one, other)));
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups.map((group) => {
    const draft = draftOf(
      group.map(({ subject, outages }) => ({ ...subject, outages })),
      told,
    );
    return { subjects: group.map(({ subject }) => subject), draft: { ...draft, impact: group[0]?.rule.impact ?? draft.impact } };
  });
}

type Counted = { readonly subject: DownSubject; readonly outages: readonly Outage[] };

function isOneFault(one: Counted, other: Counted): boolean {
  const areProbes = one.subject.kind === 'probe' && other.subject.kind === 'probe' && one.subject.target === other.subject.target;
  return areProbes && one.outages.some((a) => other.outages.some((b) => mayBeginTogether(a, b)));
}

function mayBeginTogether(a: Outage, b: Outage): boolean {
  if (a.lastOkAt === null || b.lastOkAt === null) return a.lastOkAt === b.lastOkAt && a.code === b.code;
  return a.lastOkAt < b.firstBadAt && b.lastOkAt < a.firstBadAt;
}

function draftOf(group: readonly DownSubject[], told: 'length' | 'start'): FindingDraft {
  const [main, ...others] = group as readonly [DownSubject, ...DownSubject[]];
  const names = group.map(({ kind, key }) => `outage:${kind}:${key}`);
  const codes = [...new Set(group.flatMap(({ outages }) => outages.map(({ code }) => code)))].join(', ');
  const times = main.outages.length === 1 ? '' : `${main.outages.length} times `;
  const first = Math.min(...group.flatMap(({ outages }) => outages.map(({ firstBadAt }) => firstBadAt)));
  const isWhole = group.some(({ wasUp }) => !wasUp);
  return {
    rule: names[0] as string,
    ...(others.length === 0 ? {} : { also: names.slice(1) }),
    target: main.target,
    title: `${who(group)} ${others.length === 0 ? 'was' : 'were'} down ${told === 'length' ? `${times}(${codes}): ${main.outages.map(duration).join('; ')}` : `(${codes}) since ${timeWords(first)}`}`,
    impact: isWhole ? 'Critical' : 'High',
    description: group
      .map((subject) => `${others.length === 0 ? '' : `${subjectLabel(subject.kind, subject.key)}: `}${courseOf(subject)}`)
      .join(' '),
    observations: group.flatMap(({ outages }) => outages.flatMap(({ observations }) => observations)),
  };
}

/** So many are named in a title. */
const NAMED = 3;

function who(group: readonly DownSubject[]): string {
  const labels = group.map(({ kind, key }) => subjectLabel(kind, key));
  const named = labels.length > NAMED ? [...labels.slice(0, NAMED), `${labels.length - NAMED} more`] : labels;
  return named.length === 1 ? (named[0] as string) : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

function courseOf({ kind, key, wasUp, outages }: DownSubject): string {
  return wasUp ? outages.map(course).join(' ') : `Every known look at ${subjectLabel(kind, key)} failed.`;
}

function duration({ downtime: { min, max }, firstOkAt }: Outage): string {
  if (max !== null) return `at least ${secondsWords(min)}, at most ${secondsWords(max)}`;
  return `at least ${secondsWords(min)}${firstOkAt === null ? ', not over yet' : ', down before the first look'}`;
}

function course({ lastOkAt, firstBadAt, lastBadAt, firstOkAt, looks }: Outage): string {
  const begin = lastOkAt === null ? `before ${timeWords(firstBadAt)}` : `between ${timeWords(lastOkAt)} and ${timeWords(firstBadAt)}`;
  const end =
    firstOkAt === null ? `had not ended at ${timeWords(lastBadAt)}` : `ended between ${timeWords(lastBadAt)} and ${timeWords(firstOkAt)}`;
  // How many looks failed is not kept of an incident.
  return `It began ${begin} and ${end}${looks === 0 ? '' : `; ${looks} looks failed`}.`;
}
