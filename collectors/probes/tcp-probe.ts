import { z } from 'zod';
import type { Socket } from 'node:net';
import type { ProbeKind } from '../../src/core/probe.ts';
import { dial } from './dial.ts';
import { endpointName } from './endpoint.ts';
import { textEvidence } from './text-evidence.ts';
import { runProbe } from './run-probe.ts';

const settings = z.strictObject({
  host: z.string().min(1).max(253).describe('a name or an address'),
  port: z.int().min(1).max(65_535).describe('the port that has to take a connection'),
  banner: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe('text that the server has to say first, as `SSH-2.0`; nothing is read where absent'),
});

export type TcpSettings = z.output<typeof settings>;

/** Longer banners are judged by their beginning. */
const MAX_BANNER_BYTES = 4096;

/** Does the port take a connection, and, where asked, greet as it should? Phases dns, connect, wait (for the banner). */
export const tcpProbe: ProbeKind<TcpSettings> = {
  kind: 'tcp',
  settings,
  probe(wanted, context) {
    const { host, port, banner } = wanted;
    const params = { endpoint: endpointName(host, port), banner: banner ?? null, timeoutMs: context.timeoutMs };
    return runProbe('tcp', { name: 'tcp-probe', version: '1', params }, context, async (look) => {
      const socket = await dial(host, port, look);
      if (banner === undefined) return {};
      const said = await look.phases.time('wait', () => greeting(socket, banner));
      if (said.includes(banner)) return {};
      return { code: 'unexpected_banner', evidence: textEvidence(said.toString('utf8')) };
    });
  },
};

/** What the server says until the banner is there, it says no more, or it has said too much. */
async function greeting(socket: Socket, banner: string): Promise<Buffer> {
  let said = Buffer.alloc(0);
  for await (const chunk of socket) {
    said = Buffer.concat([said, chunk as Buffer]);
    if (said.includes(banner) || said.length >= MAX_BANNER_BYTES) break;
  }
  return said;
}
