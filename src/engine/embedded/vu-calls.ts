import type { Clock } from '../../core/clock.ts';
import type { JarRequest } from './guest/http-jar.ts';
import type { CallKind } from './guest/host.ts';
import { batchRequests, type BatchItem } from './http/batch.ts';
import type { HttpClient } from './http/http-client.ts';
import type { WireRequest } from './http/wire.ts';
import type { MetricRegistry } from './metrics/metric-registry.ts';
import type { Contains, MetricType } from './metrics/sink.ts';
import type { RunOptions } from './options.ts';
import type { WireAnswer, WireBody, WirePoint } from './vu-messages.ts';

export interface CallDeps {
  readonly registry: MetricRegistry;
  readonly options: () => Pick<RunOptions, 'batch' | 'batchPerHost'>;
  readonly client: (vu: number) => HttpClient;
  readonly points: (points: readonly WirePoint[]) => void;
  readonly instance: () => unknown;
  readonly progress: (workload: string) => number;
  /** The script wants the execution to end, or to count as failed. */
  readonly abort: (reason: string) => void;
  readonly fail: (reason: string) => void;
  readonly clock: Clock;
}

/** Answers what VUs ask for; null to an abort, which is never answered. */
export function vuCalls(deps: CallDeps): (vu: number, kind: CallKind, request: string, body: WireBody) => Promise<WireAnswer | null> {
  return async (vu, kind, text, body) => {
    const request: unknown = JSON.parse(text);
    if (kind === 'http') {
      const done = await deps.client(vu).request(request as WireRequest, body);
      deps.points(done.points);
      return { answer: JSON.stringify({ value: done.response }), body: done.body };
    }
    if (kind === 'batch') {
      const { responses, points } = await batchRequests(request as BatchItem[], deps.client(vu), deps.options());
      deps.points(points);
      return value(responses);
    }
    if (kind === 'metric') {
      const { name, kind: type, isTime } = request as { readonly name: unknown; readonly kind: MetricType; readonly isTime: boolean };
      const contains: Contains = isTime ? 'time' : 'default';
      const problem = typeof name === 'string' ? deps.registry.define(name, type, contains) : 'a metric needs a name';
      return problem === null ? value(null) : { answer: JSON.stringify({ error: problem }), body: null };
    }
    if (kind === 'jar') return value(jarCall(request as JarRequest, deps.client(vu), deps.clock.now() / 1000));
    if (kind === 'instance') return value(deps.instance());
    if (kind === 'progress') return value(deps.progress((request as { readonly scenario: string }).scenario));
    const { reason } = request as { readonly reason: string };
    if (kind === 'fail') {
      deps.fail(reason);
      return value(null);
    }
    deps.abort(reason);
    return null;
  };
}

function value(given: unknown): WireAnswer {
  return { answer: JSON.stringify({ value: given ?? null }), body: null };
}

function jarCall(request: JarRequest, client: HttpClient, nowMs: number): unknown {
  if (request.op === 'new') return client.newJar();
  const jar = client.jar(request.jar);
  const url = new URL(request.url);
  if (request.op === 'get') {
    const found: { [name: string]: string[] } = {};
    for (const { name, value: text } of jar.for(url, nowMs)) (found[name] ??= []).push(text);
    return found;
  }
  if (request.op === 'set') jar.set(url, request.name, request.value, request.attributes, nowMs);
  else if (request.op === 'clear') jar.clear(url);
  else jar.remove(url, request.name);
  return true;
}
