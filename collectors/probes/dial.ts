import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import type { Look } from './run-probe.ts';

/** A handshake slower than this lets the next address of the name be tried beside it; a lost SYN is sent again after 1 s. */
const NEXT_ADDRESS_MS = 1_000;

/**
 * A fresh TCP connection: phase `dns` (only for a name), then `connect`. Of several addresses the first that connects is
 * measured and noted. The name is resolved as this machine resolves names: hosts file, search domains and all.
 */
export async function dial(host: string, port: number, { signal, phases, notes }: Look): Promise<Socket> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const known = isIP(bare);
  const addresses =
    known === 0 ? await phases.time('dns', () => lookup(bare, { all: true, verbatim: true })) : [{ address: bare, family: known }];
  signal.throwIfAborted();
  notes['addresses'] = addresses.map(({ address }) => address).join(' ');
  const resolved: LookupFunction = (_name, options, done) => {
    const [first] = addresses;
    if (options.all === true) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family ?? 0);
  };
  const socket = connect({
    host: bare,
    port,
    lookup: resolved,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    noDelay: true,
  });
  // Also when it breaks later, while nobody reads it: a target that resets is data, never an uncaught error.
  socket.on('error', () => {});
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  await phases.time('connect', () => once(socket, 'connect'));
  notes['address'] = socket.remoteAddress ?? bare;
  return socket;
}
