import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { dial } from './dial.ts';
import type { DnsReading } from './dns-message.ts';
import type { DnsServer } from './resolvers.ts';
import type { Look } from './run-probe.ts';

/** Judges one message; `other` is ignored and counted, anything else ends the wait. */
export type Read = (message: Buffer) => DnsReading;
export type Taken = { readonly message: Buffer; readonly reading: Exclude<DnsReading, { readonly what: 'other' }> };

/** One datagram out, the first answer to it in. A connected socket: only this server's datagrams arrive, and a closed port is told. */
export function askByUdp(server: DnsServer, query: Buffer, read: Read, { signal, notes, phases }: Look): Promise<Taken> {
  return phases.time(
    'wait',
    () =>
      new Promise((resolve, reject) => {
        const socket = createSocket(isIP(server.host) === 6 ? 'udp6' : 'udp4');
        signal.addEventListener('abort', () => socket.close(), { once: true });
        socket.on('error', reject);
        socket.on('message', (message) => {
          const reading = read(message);
          if (reading.what === 'other') notes['ignored'] = Number(notes['ignored'] ?? 0) + 1;
          else resolve({ message, reading });
        });
        socket.connect(server.port, server.host, () => signal.aborted || socket.send(query));
      }),
  );
}

/** The same question over TCP, for an answer that did not fit: each message has its length before it (RFC 1035, 4.2.2). */
export async function askByTcp(server: DnsServer, query: Buffer, read: Read, look: Look): Promise<Taken> {
  const socket = await dial(server.host, server.port, look);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(query.length);
  return look.phases.time('transfer', async () => {
    socket.write(Buffer.concat([length, query]));
    let pending = Buffer.alloc(0);
    for await (const chunk of socket) {
      pending = Buffer.concat([pending, chunk as Buffer]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const message = pending.subarray(2, 2 + pending.readUInt16BE(0));
        pending = pending.subarray(2 + message.length);
        const reading = read(message);
        if (reading.what !== 'other') return { message, reading };
        look.notes['ignored'] = Number(look.notes['ignored'] ?? 0) + 1;
      }
    }
    throw Object.assign(new Error('The server closed the connection before it answered'), { code: 'ECONNRESET' });
  });
}
