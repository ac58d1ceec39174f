import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Binds both to one free port of 127.0.0.1; a port that is free for TCP may be taken for UDP, then another is tried. */
export async function listenOnBoth(tcp: Server, udp: Socket): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    try {
      udp.bind(port, '127.0.0.1');
      await once(udp, 'listening');
      return port;
    } catch (error) {
      if (attempt === 20) throw error;
      await new Promise((done) => tcp.close(done));
    }
  }
}
