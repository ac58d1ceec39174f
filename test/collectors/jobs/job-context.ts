import { systemClock } from '../../../src/core/clock.ts';
import type { InstanceTools, JobContext } from '../../../src/core/job.ts';
import type { InstanceChannel } from '../../../src/core/provider.ts';

/** What the jobs' tests say an instance has; the node is this one. */
export function toolsOf(versions: { readonly [tool: string]: string } = {}): InstanceTools {
  const facts = { cpuModel: 'x', cpus: 1, memoryBytes: 1, kernel: 'x', virtualisation: 'none' };
  return { facts: { ...facts, node: { path: process.execPath, version: process.versions.node } }, versions };
}

export function jobContext(channel: InstanceChannel, overrides: Partial<JobContext> = {}): JobContext {
  return { channel, tools: toolsOf(), clock: systemClock, signal: new AbortController().signal, concurrency: 1, ...overrides };
}

/** Metric → value; of throughput with its direction. */
export function valuesOf(
  samples: readonly { readonly metric: string; readonly tags: { readonly [tag: string]: string }; readonly value: number }[],
) {
  return Object.fromEntries(samples.map(({ metric, tags, value }) => [[metric, tags['direction']].filter(Boolean).join(' '), value]));
}
