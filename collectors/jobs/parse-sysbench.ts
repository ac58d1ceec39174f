/** What `sysbench cpu` prints about one run. */
export interface SysbenchCpu {
  /** Seconds, resolution 0.1 ms. */
  readonly seconds: number;
  readonly events: number;
  readonly eventsPerSecond: number;
}

/** Reads the text output of `sysbench cpu`, 0.4 to 1.0; `undefined` for anything else. */
export function parseSysbenchCpu(output: string): SysbenchCpu | undefined {
  const seconds = numberAfter(output, /^[ \t]*total time:[ \t]+(\d+(?:\.\d+)?)s[ \t]*\r?$/m);
  const events = numberAfter(output, /^[ \t]*total number of events:[ \t]+(\d+)[ \t]*\r?$/m);
  if (seconds === undefined || events === undefined || seconds <= 0 || events <= 0) return undefined;
  // 0.4 does not print the rate.
  const stated = numberAfter(output, /^[ \t]*events per second:[ \t]+(\d+(?:\.\d+)?)[ \t]*\r?$/m);
  return { seconds, events, eventsPerSecond: stated !== undefined && stated > 0 ? stated : events / seconds };
}

function numberAfter(output: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(output)?.[1];
  const value = found === undefined ? Number.NaN : Number(found);
  return Number.isFinite(value) ? value : undefined;
}
