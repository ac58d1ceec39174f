// A local instance: one process in its own folder that serves the exec channel on a loopback port of the system's choice.
import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../../src/core/clock.ts';
import { GUARD_VARIABLE } from '../../../src/core/guarded-processes.ts';
import { secretOf } from '../user-data.ts';
import { hmac, isSignedBy, signedRequest, type ChannelRequest } from './channel-protocol.ts';
import { runCommand } from './command.ts';
import { hostFacts } from './host-facts.ts';
import { instanceOrder } from './instance-start.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';

const folder = process.cwd();
// The guard's mark goes along, so that a command that left its process group is found when the instance is killed.
const marks = process.env[GUARD_VARIABLE];
const env = {
  PATH: process.env.PATH ?? '',
  HOME: folder,
  TMPDIR: folder,
  LC_ALL: 'C',
  ...(marks === undefined ? {} : { [GUARD_VARIABLE]: marks }),
};
const stopping = new AbortController();
let boot: Promise<string | undefined>;

const server = createServer((socket) => void boot.then((secret) => serve(socket, secret)));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});
boot = start();

/** Reads the order and looks at the drive, as a machine reads its boot sector; gives the secret when one came. */
async function start(): Promise<string | undefined> {
  const order = instanceOrder.parse(JSON.parse(await text(process.stdin)));
  if (order.drive !== null) {
    const drive = await open(order.drive, 'r');
    const { bytesRead } = await drive.read(Buffer.alloc(4096), 0, 4096, 0);
    await drive.close();
    if (bytesRead < 4096) throw new Error('the drive is empty');
  }
  return secretOf(order.userData);
}

function serve(socket: Socket, secret: string | undefined): void {
  const session = randomBytes(16).toString('hex');
  const closed = new AbortController();
  const commands = new Map<number, AbortController>();
  let last = 0;
  socket.on('error', () => {});
  socket.on('close', () => closed.abort());

  async function answer(id: number, request: ChannelRequest, key: string): Promise<unknown> {
    switch (request.op) {
      case 'context':
        return hmac(key, request.nonce);
      case 'facts':
        return hostFacts();
      case 'abort':
        commands.get(request.of)?.abort();
        return null;
      case 'exec': {
        const abort = new AbortController();
        commands.set(id, abort);
        const signal = AbortSignal.any([abort.signal, closed.signal, stopping.signal]);
        try {
          return await runCommand(request.argv, { stdin: request.stdin, timeoutMs: request.timeoutMs, env, clock: systemClock, signal });
        } finally {
          commands.delete(id);
        }
      }
    }
  }

  writeJsonLine(socket, { hello: session });
  readJsonLines(socket, (value) => {
    const signed = signedRequest.parse(value);
    if (secret === undefined) return writeJsonLine(socket, { id: signed.id, error: 'no_context' });
    if (signed.id <= last || !isSignedBy(secret, session, signed)) return writeJsonLine(socket, { id: signed.id, error: 'forbidden' });
    last = signed.id;
    answer(signed.id, signed.request, secret).then(
      (ok) => writeJsonLine(socket, { id: signed.id, ok }),
      (error: Error) => writeJsonLine(socket, { id: signed.id, error: error.message }),
    );
  });
}

process.on('SIGTERM', () => {
  stopping.abort();
  process.exit(0);
});
