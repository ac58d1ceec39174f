/** What came of a request. */
export type JiraAnswer = { readonly ok: true; readonly body: unknown } | JiraTrouble;

export interface JiraTrouble {
  readonly ok: false;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  /** `none`: it was refused, or never arrived. `unknown`: it may have been done all the same. */
  readonly effect: 'none' | 'unknown';
  /** `later`: the same request may do; `never`: it must change; `stop`: no request will do before somebody acts. */
  readonly again: 'later' | 'never' | 'stop';
  /** What it said, redacted, one line. */
  readonly message: string;
  /** What the server asked to wait, ms. */
  readonly waitMs: number | null;
}
