import { availability, overStretches, type Availability } from '../../src/analysis/availability.ts';
import { failureShare } from '../../src/analysis/failures.ts';
import { OUTAGE_RULE, outages, type OutageRule } from '../../src/analysis/outages.ts';
import { looksOf, subjectsOf, type SubjectRef } from '../../src/analysis/select.ts';
import type { FailureShare, Look, Outage } from '../../src/analysis/types.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import type { Selection } from '../document.ts';

/** A subject with what its looks say: outages, and failures outside them. */
export interface WatchedSubject {
  readonly subject: SubjectRef;
  readonly rule: OutageRule;
  readonly looks: readonly Look[];
  readonly outages: readonly Outage[];
  readonly failures: FailureShare;
  /** Of the time in which its runs looked; not of phases and jobs, which nobody looks at again and again. */
  readonly availability: Availability | null;
  /** All its looks. */
  readonly selection: Selection;
}

/** Every probe, API operation, phase and kind of job. `rules`: by probe name; all else takes the default rule. */
export function watchedSubjects(facts: RunFacts, rules: { readonly [probe: string]: OutageRule }): readonly WatchedSubject[] {
  const runs = facts.runs.map(({ uid }) => uid);
  return subjectsOf(facts)
    .filter(({ kind }) => kind === 'probe' || kind === 'api_call' || kind === 'phase' || kind === 'job')
    .map((subject) => {
      const { kind, key, target } = subject;
      const rule = (kind === 'probe' ? ownRule(rules, key) : undefined) ?? OUTAGE_RULE;
      const looks = looksOf(facts, subject);
      const stretches = facts.runs.map(({ id }) => {
        const own = looksOf(ofRun(facts, id), subject);
        return { own, found: outages(own, rule) };
      });
      const found = stretches.flatMap((stretch) => stretch.found);
      const gaps = facts.gaps.filter(({ schedule }) => schedule === null || schedule === key);
      const times = kind === 'probe' ? overStretches(stretches.map((stretch) => availability(stretch.own, stretch.found, gaps))) : null;
      const selection: Selection = { rows: 'observations', runs, subject: { kind, key }, target };
      return { subject, rule, looks, outages: found, failures: failureShare(looks, found), availability: times, selection };
    })
    .toSorted((a, b) => rank(a.subject.kind) - rank(b.subject.kind));
}

/** Between two runs nobody looked: failures at the end of one and at the start of the next are no outage of hours. */
function ofRun(facts: RunFacts, run: number): RunFacts {
  return { ...facts, observations: facts.observations.filter(({ runId }) => runId === run) };
}

/** A probe may be called `constructor`. */
function ownRule(rules: { readonly [probe: string]: OutageRule }, key: string): OutageRule | undefined {
  return Object.hasOwn(rules, key) ? rules[key] : undefined;
}

function rank(kind: string): number {
  return ['probe', 'api_call', 'phase', 'job'].indexOf(kind);
}
