import type { FindingStatus, Impact } from '../../core/finding.ts';

/** The `jira` section of the config, without its secret. */
export interface JiraSettings {
  /** With the context path, without a slash at its end. */
  readonly url: string;
  /** 2: server and data centre; 3: cloud. */
  readonly api: 2 | 3;
  readonly project: string;
  readonly issueType: string;
  /** Names of priorities; what is absent is not sent. */
  readonly impacts: { readonly [impact in Impact]?: string };
  /** Names of their statuses for each of ours: ours goes to the first, any of them comes back as ours. */
  readonly statuses: { readonly [status in FindingStatus]: readonly string[] };
  /** Sent with a transition that has the field. */
  readonly resolution: string | null;
  readonly timeoutMs: number;
  /** How long the index of their search may lag: an unanswered create is not repeated before. */
  readonly settleMs: number;
  /** Tries of one message. */
  readonly attempts: number;
}
