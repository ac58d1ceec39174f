import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { canonical } from '../../../src/core/canonical.ts';

/**
 * JSON lines over TCP. The instance speaks first: `{"hello": session}`, a random text of this connection. Each request
 * is signed over that session and its own rising number, so that none can be made or repeated without the secret.
 */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** Of each output stream of a command. */
export const MAX_OUTPUT_BYTES = 256 * 1024;

export const hello = z.object({ hello: z.string().min(16) });

const request = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('context'), nonce: z.string().min(1).max(1024) }),
  z.strictObject({ op: z.literal('facts') }),
  z.strictObject({
    op: z.literal('exec'),
    argv: z.array(z.string()).min(1),
    stdin: z.string(),
    timeoutMs: z.number().positive(),
  }),
  z.strictObject({ op: z.literal('abort'), of: z.int().positive() }),
]);
export type ChannelRequest = z.infer<typeof request>;

export const signedRequest = z.strictObject({ id: z.int().positive(), request, mac: z.string() });

export const channelAnswer = z.object({ id: z.int().positive(), ok: z.unknown().optional(), error: z.string().optional() });

export const commandEnd = z.object({
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  timedOut: z.boolean(),
  stdout: z.string(),
  stderr: z.string(),
  tookUs: z.number(),
});
export type CommandEnd = z.infer<typeof commandEnd>;

/** Hex. */
export function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function sign(secret: string, session: string, id: number, asked: ChannelRequest): string {
  return hmac(secret, canonical(['request', session, id, asked]));
}

export function isSignedBy(secret: string, session: string, signed: z.infer<typeof signedRequest>): boolean {
  const [expected, given] = [Buffer.from(sign(secret, session, signed.id, signed.request)), Buffer.from(signed.mac)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
