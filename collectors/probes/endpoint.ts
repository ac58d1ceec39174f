import { isIP } from 'node:net';

/**
 * How an endpoint is called in an instrument. A port of this machine's loopback is left out: it is dealt anew at each start
 * and would part the figures of one endpoint.
 */
export function endpointName(host: string, port: number): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const isLoopback = bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
  const shown = isIP(bare) === 6 ? `[${bare}]` : bare;
  return isLoopback ? shown : `${shown}:${port}`;
}
