import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { Clock } from '../../../core/clock.ts';
import { closeConnections, exchange, openConnections } from './exchange.ts';

/**
 * One exchange with ourselves, and the root certificates read: what a first request needs to load would otherwise
 * stand in the timings of the first request to the target, some milliseconds of them.
 */
export async function warmUp(clock: Clock): Promise<void> {
  createSecureContext();
  const server = createServer((_, response) => response.end('ok'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connections = openConnections(false);
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const request = { method: 'GET', url, headers: {}, body: null, signal: AbortSignal.timeout(1_000), keepBody: true, insecure: false };
  await exchange(request, connections, clock);
  closeConnections(connections);
  server.close();
}
