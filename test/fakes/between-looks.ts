import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/core/clock.ts';
import type { DnsServerFake } from './dns-server.ts';

/** Changes what a server does half way between two looks, one second apart, so that no look is under way: gives the instant, µs. */
export async function betweenLooks(server: DnsServerFake, change: () => void): Promise<number> {
  const asked = server.asked.length;
  while (server.asked.length === asked) await pause(5);
  await pause(500);
  change();
  return systemClock.now();
}
