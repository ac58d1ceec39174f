import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterTest, type Place } from './store-fixture.ts';

/** A writer in a real process of its own, driven over IPC. */
export interface OtherProcess {
  readonly child: ChildProcess;
  readonly session: { readonly id: number; readonly uid: string };
  readonly storeUid: string;
  call(method: string, ...args: unknown[]): Promise<unknown>;
  /** kill -9, settles when the process is gone. */
  kill(): Promise<void>;
}

/** Starts the process without opening the store yet, so that two can be told to open at the same moment. */
export async function otherProcess(
  place: Place,
  options: object = {},
  user: { readonly uid?: number; readonly gid?: number } = {},
): Promise<() => Promise<OtherProcess>> {
  const child = fork(fileURLToPath(new URL('./other-process-child.mjs', import.meta.url)), { execArgv: [], ...user });
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await exited;
    }
  };
  afterTest(kill);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  child.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    if (error === undefined) waiting.get(id)?.resolve(value);
    else waiting.get(id)?.reject(new Error(error));
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the other process is gone'));
  });
  let lastId = 0;
  const call = async (method: string, ...args: unknown[]): Promise<unknown> =>
    await new Promise((resolve, reject) => {
      const id = (lastId += 1);
      waiting.set(id, { resolve, reject });
      child.send({ id, method, args });
    });
  await call('ready');
  return async () => {
    const opened = (await call('open', { ...place, ...options })) as Pick<OtherProcess, 'session' | 'storeUid'>;
    return { child, call, kill, ...opened };
  };
}
