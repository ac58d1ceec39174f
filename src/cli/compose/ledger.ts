import type { Clock } from '../../core/clock.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { Log } from '../../core/log.ts';
import type { Redact } from '../../core/redact.ts';
import type { StoreWriter } from '../../store/api.ts';
import type { ResourceRow } from '../../store/rows.ts';

export interface LedgerOptions {
  readonly writer: StoreWriter;
  readonly clock: Clock;
  readonly redact: Redact;
  readonly log: Log;
  readonly run: number;
  readonly instance: number | null;
  readonly provider: string;
}

/**
 * The ledger over the store. An intent is committed before its promise resolves, or nothing is ordered. What comes after is
 * written if it can be: a full disk must not keep what is rented from being released, and the intent leads the next start to it.
 */
export function ledgerOf({ writer, clock, redact, log, run, instance, provider }: LedgerOptions): Ledger {
  const note = async (
    name: string,
    state: ResourceRow['state'],
    change: { readonly externalId?: string; readonly error?: string } = {},
  ): Promise<void> => {
    try {
      await writer.resourceState(name, state, { at: clock.now(), ...change });
    } catch (error) {
      log.error({ resource: name, state, err: error }, 'the ledger could not be written');
    }
  };
  return {
    intend: ({ name, kind, expiresAt }) => writer.intend({ run, instance, provider, kind, name, intendedAt: clock.now(), expiresAt }),
    created: (name, id) => note(name, 'created', { externalId: id }),
    releasing: (name) => note(name, 'releasing'),
    gone: (name) => note(name, 'gone'),
    lost: (name, reason) => note(name, 'lost', { error: redact(reason) }),
  };
}
