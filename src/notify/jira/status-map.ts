import { FINDING_STATUSES, type FindingStatus } from '../../core/finding.ts';
import type { JiraSettings } from './jira-settings.ts';

type Statuses = JiraSettings['statuses'];

/** JIRA takes a name of a status in any case. */
export function sameStatus(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Whether their status stands for ours. */
export function standsFor(theirs: string, ours: FindingStatus, statuses: Statuses): boolean {
  return statuses[ours].some((name) => sameStatus(name, theirs));
}

/** What theirs is in our words; where several of ours are called so there, the one we have, else the first. undefined: the config does not name it. */
export function ourStatus(theirs: string, have: FindingStatus, statuses: Statuses): FindingStatus | undefined {
  if (standsFor(theirs, have, statuses)) return have;
  return FINDING_STATUSES.find((status) => standsFor(theirs, status, statuses));
}
