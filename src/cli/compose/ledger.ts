import type { Clock } from '../../core/clock.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { Redact } from '../../core/redact.ts';
import type { StoreWriter } from '../../store/api.ts';

export interface LedgerOptions {
  readonly writer: StoreWriter;
  readonly clock: Clock;
  readonly redact: Redact;
  readonly run: number;
  readonly instance: number | null;
  readonly provider: string;
}

/** The ledger over the store: each entry is committed when its promise resolves. */
export function ledgerOf({ writer, clock, redact, run, instance, provider }: LedgerOptions): Ledger {
  return {
    intend: ({ name, kind, expiresAt }) => writer.intend({ run, instance, provider, kind, name, intendedAt: clock.now(), expiresAt }),
    created: (name, id) => writer.resourceState(name, 'created', { externalId: id, at: clock.now() }),
    releasing: (name) => writer.resourceState(name, 'releasing', { at: clock.now() }),
    gone: (name) => writer.resourceState(name, 'gone', { at: clock.now() }),
    lost: (name, reason) => writer.resourceState(name, 'lost', { at: clock.now(), error: redact(reason) }),
  };
}
