import type { ProcessIdentity } from './process-identity.ts';

/** The file descriptor of the guard that leads to us: its end means that we are gone. */
export const GUARD_FD = 3;

/** SIGTERM first; what is alive after this long gets SIGKILL. */
export const GRACE_MS = 500;

/** First line that a guard reads: what to run. Nothing runs when the pipe ends before it is complete. */
export interface GuardOrder {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  readonly mark: string;
}

/** Every later line: a signal for the process group. */
export interface GuardSignal {
  readonly signal: NodeJS.Signals;
}

/** What a guard says, one JSON a line. */
export type GuardReport =
  | { readonly said: 'started'; readonly identity: ProcessIdentity }
  | { readonly said: 'not-started'; readonly code: string; readonly message: string }
  | { readonly said: 'ended'; readonly exitCode: number | null; readonly signal: NodeJS.Signals | null };

/** Feeds chunks of text; gives whole lines as they become complete. */
export function lineSplitter(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}
