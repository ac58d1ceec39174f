import { connect, type Socket } from 'node:net';
import type { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { HostFacts, InstanceChannel } from '../../../src/core/provider.ts';
import { channelAnswer, commandEnd, hello, sign, type ChannelRequest } from './channel-protocol.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';

/** How long an aborted command may take to be gone before the channel is given up. */
const ABORT_MS = 2000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Connects once and waits for the instance's hello; rejects when it is refused, ends, or `signal` fires. */
export async function openChannel(
  address: { readonly host: string; readonly port: number },
  secret: string,
  options: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<InstanceChannel> {
  options.signal.throwIfAborted();
  const socket = connect(address);
  socket.setNoDelay(true);
  const giveUp = (): void => void socket.destroy(options.signal.reason as Error);
  options.signal.addEventListener('abort', giveUp, { once: true });
  const waiting = new Map<number, Waiting>();
  let broken: Error | undefined;
  let session: string;
  try {
    session = await greeted(socket, waiting, (error) => (broken = error));
  } finally {
    options.signal.removeEventListener('abort', giveUp);
  }

  let last = 0;
  function ask(request: ChannelRequest): { id: number; answer: Promise<unknown> } {
    const id = ++last;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (broken !== undefined) return reject(broken);
      waiting.set(id, { resolve, reject });
      writeJsonLine(socket, { id, request, mac: sign(secret, session, id, request) });
    });
    return { id, answer };
  }

  /** A short question: dropped when the signal fires. */
  function question(request: ChannelRequest, signal: AbortSignal): Promise<unknown> {
    const { answer } = ask(request);
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  }

  return {
    context: async (nonce, signal) => String(await question({ op: 'context', nonce }, signal)),
    facts: async (signal) => (await question({ op: 'facts' }, signal)) as HostFacts,
    exec: async (argv, { signal, stdin = '', timeoutMs }) => {
      signal.throwIfAborted();
      const at = options.clock.now();
      const { id, answer } = ask({ op: 'exec', argv: [...argv], stdin, timeoutMs });
      let end: z.infer<typeof commandEnd>;
      let timer: NodeJS.Timeout | undefined;
      const abort = (): void => {
        ask({ op: 'abort', of: id }).answer.catch(() => {});
        // Closing the connection kills the command as well.
        timer = setTimeout(() => socket.destroy(new Error('the instance did not end an aborted command')), ABORT_MS);
      };
      signal.addEventListener('abort', abort, { once: true });
      try {
        end = commandEnd.parse(await answer);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        signal.throwIfAborted();
      }
      return { ...end, at };
    },
    close: async () => {
      if (socket.destroyed) return;
      await new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
        socket.destroy();
      });
    },
  };
}

/** Settles the questions as answers come; rejects all of them when the connection ends. Resolves with the session. */
function greeted(socket: Socket, waiting: Map<number, Waiting>, onBroken: (error: Error) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let isGreeted = false;
    let reason: Error | undefined;
    readJsonLines(socket, (value) => {
      if (!isGreeted) {
        isGreeted = true;
        return resolve(hello.parse(value).hello);
      }
      const answer = channelAnswer.parse(value);
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.error === undefined) asked?.resolve(answer.ok);
      else asked?.reject(new Error(`the instance refused: ${answer.error}`));
    });
    socket.on('error', (error) => (reason = error));
    socket.on('close', () => {
      const error = reason ?? new Error('the instance closed the connection');
      onBroken(error);
      reject(error);
      for (const each of waiting.values()) each.reject(error);
      waiting.clear();
    });
  });
}
