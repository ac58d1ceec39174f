import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { StoreWriter } from '../../store/api.ts';
import type { JiraTrouble } from './jira-answer.ts';
import type { JiraSettings } from './jira-settings.ts';
import type { JiraTickets, TicketName } from './tickets.ts';

export interface DeliveryTools {
  readonly tickets: JiraTickets;
  readonly journal: Pick<StoreWriter, 'claimMessage' | 'settleMessage' | 'linkTicket' | 'agreeOnStatus' | 'storeUid'>;
  readonly settings: JiraSettings;
  readonly clock: Clock;
  readonly random: Random;
}

/** What became of one try. `detail`: a line for a person. */
export type Delivery =
  | { readonly became: 'sent' | 'dead' | 'void'; readonly detail: string }
  /** It stays due, from then on (µs). `trouble`: what the server said, where it said something. */
  | { readonly became: 'due'; readonly detail: string; readonly nextAt: number; readonly trouble: JiraTrouble | null }
  /** Another process has it. */
  | { readonly became: 'taken' };

/** What a try came to. `ticket`: the one that was made. */
export type Tried =
  | { readonly done: string; readonly ticket?: TicketName }
  /** It is no longer called for. */
  | { readonly void: string }
  | { readonly dead: string }
  | JiraTrouble;
