import { createSocket, type RemoteInfo } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import {
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  streamEncode,
  TRUNCATED_RESPONSE,
  type Answer,
  type Packet,
  type Question,
} from 'dns-packet';
import { listenOnBoth } from './listen-on-both.ts';

const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

/** What the server does with a question; may be changed while it runs. */
export interface DnsBehaviour {
  /** Says nothing at all. */
  silent?: boolean;
  rcode?: keyof typeof RCODES;
  answers?: readonly Answer[];
  delayMs?: number;
  /** Over UDP: the truncation bit and no answers. */
  truncate?: boolean;
  /** Over TCP: hangs up instead of answering. */
  hangUp?: boolean;
  /** Sent before the answer, byte for byte. */
  before?: (question: Question, id: number) => readonly Buffer[];
  /** Sent in place of the answer, byte for byte. */
  raw?: (question: Question, id: number) => Buffer;
  /** Leaves the question out of the answer. */
  dropQuestion?: boolean;
}

export interface DnsServerFake {
  readonly port: number;
  behaviour: DnsBehaviour;
  /** Every question so far, by transport. */
  readonly asked: readonly { readonly over: 'udp' | 'tcp'; readonly question: Question }[];
  close(): Promise<void>;
}

/** A real DNS server on 127.0.0.1, UDP and TCP on the same port. */
export async function startDnsServer(behaviour: DnsBehaviour = {}): Promise<DnsServerFake> {
  const asked: { over: 'udp' | 'tcp'; question: Question }[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => serveTcp(socket));
  const udp = createSocket('udp4', (message, from) => serveUdp(message, from));
  const port = await listenOnBoth(tcp, udp);

  const server: DnsServerFake = {
    port,
    behaviour,
    asked,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise((done) => udp.close(() => done(null))), new Promise((done) => tcp.close(done))]);
    },
  };

  function later(work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, server.behaviour.delayMs ?? 0);
    timers.add(timer);
  }

  function serveUdp(message: Buffer, from: RemoteInfo): void {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined) return;
    asked.push({ over: 'udp', question });
    const { silent, before, raw, truncate } = server.behaviour;
    if (silent === true) return;
    later(() => {
      for (const noise of before?.(question, query.id ?? 0) ?? []) udp.send(noise, from.port, from.address);
      udp.send(raw?.(question, query.id ?? 0) ?? encode(reply(query, truncate === true)), from.port, from.address);
    });
  }

  function serveTcp(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      if (pending.length < 2 || pending.length < 2 + pending.readUInt16BE(0)) return;
      const query = decode(pending.subarray(2));
      const [question] = query.questions ?? [];
      if (question === undefined) return;
      asked.push({ over: 'tcp', question });
      if (server.behaviour.hangUp === true) return void socket.end();
      later(() => {
        // In two pieces, as a network may cut it.
        const message = streamEncode(reply(query, false));
        socket.write(message.subarray(0, 5));
        setImmediate(() => socket.end(message.subarray(5)));
      });
    });
  }

  function reply(query: Packet, isTruncated: boolean): Packet {
    const { rcode = 'NOERROR', answers = [], dropQuestion } = server.behaviour;
    return {
      type: 'response',
      ...(query.id === undefined ? {} : { id: query.id }),
      flags: AUTHORITATIVE_ANSWER | (isTruncated ? TRUNCATED_RESPONSE : 0) | RCODES[rcode],
      questions: dropQuestion === true ? [] : (query.questions ?? []),
      answers: isTruncated ? [] : [...answers],
    };
  }

  return server;
}
