import type { Clock } from '../../core/clock.ts';
import type { FindingBasis } from '../../core/finding.ts';
import type { Random } from '../../core/random.ts';
import type { Redact } from '../../core/redact.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import type { FindingRow } from '../../store/rows.ts';
import type { JiraSettings } from './jira-settings.ts';
import type { JiraTickets } from './tickets.ts';

/** The name of JIRA in the outbox. */
export const JIRA_CHANNEL = 'jira';

type Journal = Pick<
  StoreWriter,
  | 'storeUid'
  | 'queueMessage'
  | 'claimMessage'
  | 'settleMessage'
  | 'freeClaims'
  | 'reviveMessages'
  | 'pauseChannel'
  | 'linkTicket'
  | 'agreeOnStatus'
  | 'takeStatus'
>;

export interface SyncOptions {
  readonly reader: Pick<StoreReader, 'findings' | 'messages' | 'tickets' | 'pausedUntil'>;
  readonly journal: Journal;
  readonly tickets: JiraTickets;
  readonly settings: JiraSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly redact: Redact;
  readonly signal: AbortSignal;
  /** What shows that a finding is resolved; null: nothing does. */
  readonly basisOf: (finding: FindingRow) => Promise<FindingBasis | null>;
  /** Ids of findings; absent: all. */
  readonly only?: readonly number[];
  /** Whose status wins where both changed; null: nobody's. */
  readonly keep: 'ours' | 'theirs' | null;
  /** Tells what would be done; asks JIRA, and changes nothing on either side. */
  readonly dryRun: boolean;
  /** Messages that were given up are tried again. */
  readonly retry: boolean;
  /** How long it waits for messages that are due later. */
  readonly waitMs: number;
}

export interface SyncLine {
  readonly finding: number;
  readonly text: string;
}

export interface SyncOutcome {
  /** What was done, or would be. */
  readonly done: readonly SyncLine[];
  /** What a person has to look at: conflicts, statuses that the config does not name, tickets that cannot be read. */
  readonly problems: readonly SyncLine[];
  /** Messages that were given up. */
  readonly dead: readonly SyncLine[];
  /** Messages that are still due; `at`: not before, µs. */
  readonly waiting: readonly (SyncLine & { readonly at: number })[];
}
