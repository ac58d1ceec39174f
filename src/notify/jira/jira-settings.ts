import type { JiraConfig } from '../../config/types.ts';

/** What of the config a message depends on. */
export type JiraSettings = Omit<JiraConfig, 'user' | 'tokenEnv' | 'everyMs'>;
