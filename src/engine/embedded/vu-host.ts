import { createHash, createHmac, randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { Clock } from '../../core/clock.ts';
import { LONGEST_TIMER_MS } from './bounded-sleep.ts';
import type { Host } from './guest/host.ts';
import { sharedArrays } from './shared-arrays.ts';
import type { FromVu, VuStart, WireAnswer, WireBody, WirePoint } from './vu-messages.ts';

/** Points wait here until the next call, at most this many. */
const POINTS_AT_ONCE = 500;

export interface VuHost {
  readonly host: Host;
  /** An answer to a call that did not block. */
  readonly answered: (id: number, answer: WireAnswer) => void;
}

/** The VU's side of everything that leaves its context. Nothing here throws for what a script does. */
export function vuHost(start: VuStart, port: MessagePort, clock: Clock): VuHost {
  const flag = new Int32Array(start.flag);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const shared = sharedArrays(start.shared);
  const waiting = new Map<number, (answer: string) => void>();
  const timers = new Map<number, NodeJS.Timeout>();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let points: WirePoint[] = [];
  let body: WireBody = null;
  let last = 0;

  const send = (message: FromVu): void => port.postMessage(message);
  const taken = (): WirePoint[] => {
    const all = points;
    points = [];
    return all;
  };
  const flush = (): void => {
    if (points.length > 0) send({ type: 'points', points: taken() });
  };
  const bytes = (): Uint8Array => (body === null ? new Uint8Array(0) : typeof body === 'string' ? encoder.encode(body) : body);
  const hold = (content: Uint8Array): number => {
    body = content;
    return content.length;
  };

  const host: Host = {
    wall: () => clock.now(),
    monotonic: () => clock.monotonic(),
    call(kind, request, content) {
      send({ type: 'call', id: 0, kind, request, body: content ?? null, points: taken() });
      for (;;) {
        const seen = Atomics.load(flag, 0);
        const got = receiveMessageOnPort(start.answers) as { readonly message: WireAnswer } | undefined;
        if (got !== undefined) {
          body = got.message.body;
          return got.message.answer;
        }
        Atomics.wait(flag, 0, seen);
      }
    },
    begin(kind, request, content, done) {
      last += 1;
      waiting.set(last, done);
      send({ type: 'call', id: last, kind, request, body: content ?? null, points: taken() });
    },
    text: () => (typeof body === 'string' ? body : decoder.decode(bytes())),
    size: () => hold(bytes()),
    fill: (target) => target.set(bytes().subarray(0, target.length)),
    sleep(ms) {
      flush();
      Atomics.wait(pause, 0, 0, ms);
    },
    point(metric, at, value, tags, metadata) {
      points.push([metric, at, value, tags, metadata]);
      if (points.length >= POINTS_AT_ONCE) flush();
    },
    log: (level, message) => send({ type: 'log', level, message }),
    timer(ms, run) {
      flush();
      last += 1;
      const id = last;
      timers.set(
        id,
        setTimeout(
          () => {
            timers.delete(id);
            run();
          },
          Math.min(ms, LONGEST_TIMER_MS),
        ),
      );
      return id;
    },
    cancel(id) {
      clearTimeout(timers.get(id));
      timers.delete(id);
    },
    soon: (run) => void setImmediate(run),
    open(path) {
      try {
        body = readFileSync(path.startsWith('file://') ? decodeURIComponentOrSame(path) : path);
        return '';
      } catch (error) {
        return `open() cannot read "${path}": ${(error as Error).message}`;
      }
    },
    sharedLength: (name) => shared.length(name),
    sharedItem: (name, index) => shared.item(name, index),
    sharedStore: (name, items) => send({ type: 'shared', name, store: shared.store(name, JSON.parse(items) as string[]) }),
    digest(algorithm, data, key) {
      try {
        const name = algorithm.replace('_', '-');
        const digest = key === undefined ? createHash(name) : createHmac(name, key);
        hold(digest.update(data).digest());
        return '';
      } catch (error) {
        return `cannot compute ${algorithm}: ${(error as Error).message}`;
      }
    },
    random: (target) => void randomFillSync(target),
    encode: (text) => hold(encoder.encode(text)),
    decode: (content) => decoder.decode(content),
    finished: (result) => send({ type: 'finished', result, points: taken() }),
  };

  return {
    host,
    answered(id, answer) {
      const done = waiting.get(id);
      waiting.delete(id);
      body = answer.body;
      done?.(answer.answer);
    },
  };
}

/** A script's file URL may hold characters that a URL would escape. */
function decodeURIComponentOrSame(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url.slice('file://'.length);
  }
}
