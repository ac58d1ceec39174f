import { compiledEntry } from '../core/entry.ts';
import type { StoreReader } from './api.ts';
import { factsOfColumns } from './fact-columns.ts';
import type { ReaderMethods, ReaderOptions } from './reader-thread.ts';
import { startThread } from './thread.ts';

export interface OpenReaderOptions {
  readonly file: string;
  readonly sessionsDir: string;
  /** Uids of sessions of this process: known to be alive without a look at their locks. */
  readonly own?: readonly string[];
}

/** Opens the store for reading. Rejects with HarnessError `no-data` without a file, `store-broken`, `store-newer`, `unwritable`, `native-missing`. */
export async function openReader({ file, sessionsDir, own = [] }: OpenReaderOptions): Promise<StoreReader> {
  const options: ReaderOptions = { file, sessionsDir, own };
  const { call, stop } = await startThread<ReaderMethods, undefined>(compiledEntry('src/store/reader-thread.ts'), options);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    try {
      await call('close');
    } finally {
      await stop();
    }
  };
  return {
    run: (uid) => call('run', uid),
    runs: (filter) => call('runs', filter),
    campaigns: () => call('campaigns'),
    facts: async (uids) => factsOfColumns(await call('facts', uids)),
    expiredRuns: (uids) => call('expiredRuns', uids),
    observation: (id) => call('observation', id),
    observations: (filter) => call('observations', filter),
    samples: (filter) => call('samples', filter),
    follow: (after, limit) => call('follow', after, limit),
    lastObservationId: () => call('lastObservationId'),
    looks: (filter) => call('looks', filter),
    unitMediansAfter: (end, limit) => call('unitMediansAfter', end, limit),
    unitMediansOf: (filter) => call('unitMediansOf', filter),
    lastLook: (subject) => call('lastLook', subject),
    evidence: (prefix) => call('evidence', prefix),
    findings: (filter) => call('findings', filter),
    finding: (id) => call('finding', id),
    messages: (filter) => call('messages', filter),
    tickets: (filter) => call('tickets', filter),
    pausedUntil: (channel) => call('pausedUntil', channel),
    incidents: (filter) => call('incidents', filter),
    incident: (id) => call('incident', id),
    judgement: (id) => call('judgement', id),
    judgements: (filter) => call('judgements', filter),
    events: (filter) => call('events', filter),
    baseline: (name) => call('baseline', name),
    baselines: () => call('baselines'),
    slots: (schedule, from, to) => call('slots', schedule, from, to),
    openResources: () => call('openResources'),
    storedSeries: (filter) => call('storedSeries', filter),
    seriesValues: (series) => call('seriesValues', series),
    windowSubjects: (filter) => call('windowSubjects', filter),
    looksOfSubject: (filter) => call('looksOfSubject', filter),
    windowSeries: (filter) => call('windowSeries', filter),
    valuesOfSeries: (filter) => call('valuesOfSeries', filter),
    windowPlan: (window) => call('windowPlan', window),
    windowFigure: (filter, figure) => call('windowFigure', filter, figure),
    looksNear: (filter, nearby) => call('looksNear', filter, nearby),
    close: () => (closing ??= close()),
  };
}
