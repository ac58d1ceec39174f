import { once } from 'node:events';
import { Worker, type MessagePort } from 'node:worker_threads';
import { HarnessError, type ErrorCode } from '../core/errors.ts';

/** What a thread can be asked: plain data in, plain data out. */
export type Methods = { readonly [name: string]: (...args: never[]) => unknown };

type Call = { readonly id: number; readonly method: string; readonly args: readonly unknown[] };
type Reply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: WireError });
/** A structured clone keeps nothing of a SqliteError and only the message of a HarnessError. */
type WireError =
  | { readonly name: string; readonly message: string; readonly stack?: string }
  | { readonly code: ErrorCode; readonly message: string; readonly hint?: string; readonly place?: string };

export interface Thread<M extends Methods, Opened> {
  /** What opening gave. */
  readonly opened: Opened;
  readonly call: <K extends keyof M & string>(method: K, ...args: Parameters<M[K]>) => Promise<Awaited<ReturnType<M[K]>>>;
  /** Lets the thread end by itself; settles when it has. */
  readonly stop: () => Promise<void>;
}

/** Starts `entry` (a compiled file that calls `serveThread`) and waits until it has opened what it works on. */
export async function startThread<M extends Methods, Opened>(entry: string, options: unknown): Promise<Thread<M, Opened>> {
  const worker = new Worker(entry, { workerData: options, execArgv: [] });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let lastId = 0;
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (reply: Reply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) asked?.reject(revive(reply.error));
    else asked?.resolve(reply.value);
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error(`The thread ${entry} has ended`)));

  const ask = async (method: string, args: readonly unknown[]): Promise<unknown> => {
    if (ended !== undefined) throw ended;
    const id = (lastId += 1);
    return await new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      try {
        worker.postMessage({ id, method, args } satisfies Call, []);
      } catch (error) {
        waiting.delete(id);
        reject(error);
      }
    });
  };
  const stop = async (): Promise<void> => {
    if (ended !== undefined) return;
    const exit = once(worker, 'exit');
    await ask('stop', []);
    await exit;
  };
  try {
    const opened = (await ask('open', [])) as Opened;
    return { opened, stop, call: async (method, ...args) => (await ask(method, args)) as never };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The thread's side: `open` once, then methods as they are asked for; a long one that awaits lets others in between. */
export function serveThread(port: MessagePort | null, open: () => Promise<{ readonly opened: unknown; readonly methods: Methods }>): void {
  if (port === null) throw new Error('This file runs as a worker thread only');
  let methods: Methods = {};
  const answer = async ({ method, args }: Call): Promise<unknown> => {
    if (method === 'open') {
      const result = await open();
      methods = result.methods;
      return result.opened;
    }
    const asked = methods[method];
    if (asked === undefined) throw new Error(`This thread has no method ${method}`);
    return await asked(...(args as never[]));
  };
  const underWay = new Set<Promise<void>>();
  const reply = async (call: Call): Promise<void> => {
    try {
      port.postMessage({ id: call.id, value: await answer(call) } satisfies Reply);
    } catch (error) {
      port.postMessage({ id: call.id, error: wire(error) } satisfies Reply);
    }
  };
  const stop = async (call: Call): Promise<void> => {
    await Promise.all(underWay);
    port.postMessage({ id: call.id, value: undefined } satisfies Reply);
    port.close();
  };
  port.on('message', (call: Call) => {
    if (call.method === 'stop') return void stop(call);
    const replied = reply(call).finally(() => underWay.delete(replied));
    underWay.add(replied);
  });
}

function wire(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  if (!(error instanceof HarnessError)) return { name, message, ...(stack === undefined ? {} : { stack }) };
  const { code, hint, place } = error;
  return { code, message, ...(hint === undefined ? {} : { hint }), ...(place === undefined ? {} : { place }) };
}

function revive(wired: WireError): Error {
  if ('code' in wired) return new HarnessError(wired.code, wired.message, wired);
  return Object.assign(new Error(wired.message), { name: wired.name, ...(wired.stack === undefined ? {} : { stack: wired.stack }) });
}
