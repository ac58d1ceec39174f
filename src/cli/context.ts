import type { Clock } from '../core/clock.ts';
import type { Config } from '../config/types.ts';
import type { Log } from '../core/log.ts';
import type { Redact } from '../core/redact.ts';
import type { OpenProvider } from './compose/open-provider.ts';
import type { Secrets } from './compose/secrets.ts';

export interface Output {
  /** Results: stdout. */
  readonly print: (text: string) => void;
  /** `{data, meta}` on stdout. */
  readonly printJson: (data: unknown, meta?: object) => void;
  /** Words for a person beside the results: stderr. */
  readonly say: (text: string) => void;
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown };
}

/** What every command gets from the composition root. */
export interface Context {
  readonly version: string;
  readonly clock: Clock;
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  readonly output: Output;
  readonly log: Log;
  readonly redact: Redact;
  readonly secrets: Secrets;
  /** Fires at the first SIGINT or SIGTERM; the second ends the process at once. */
  readonly signal: AbortSignal;
  /** Loads the config that --config names, else evenkeel.yaml in the working folder, else the shipped one. */
  readonly config: () => Config;
  readonly json: boolean;
  readonly openKind: OpenProvider;
}
