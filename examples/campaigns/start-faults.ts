import { startDnsServer, type DnsServerFake } from '../../test/fakes/dns-server.ts';
import { startHttpServer, type HttpServerFake } from '../../test/fakes/http-server.ts';

const ADDRESS = [{ type: 'A', name: 'service.example', data: '192.0.2.10', ttl: 60 }] as const;
/** Every so manieth answer of the API is `max_retries_exceeded`. */
export const API_FAILS_EVERY = 10;

export interface Faults {
  readonly names: DnsServerFake;
  readonly api: HttpServerFake;
  /** From the next question on. */
  fallSilent(): void;
  speakAgain(): void;
  close(): Promise<void>;
}

/** A name server that answers until it is told to fall silent, and an API that fails now and then; both on loopback. */
export async function startFaults(): Promise<Faults> {
  const names = await startDnsServer({ answers: ADDRESS });
  const api = await startHttpServer({ failEvery: API_FAILS_EVERY, body: '{"objects":[]}' });
  return {
    names,
    api,
    fallSilent: () => (names.behaviour = { silent: true }),
    speakAgain: () => (names.behaviour = { answers: ADDRESS }),
    close: async () => void (await Promise.all([names.close(), api.close()])),
  };
}
