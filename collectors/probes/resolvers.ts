import { Resolver } from 'node:dns';
import { isIP } from 'node:net';

export interface DnsServer {
  readonly host: string;
  readonly port: number;
}

/** `9.9.9.9`, `9.9.9.9:5353`, `2620:fe::fe`, `[2620:fe::fe]:53` → host and port (53 where none is given); `undefined` for anything else. */
export function parseDnsServer(text: string): DnsServer | undefined {
  if (isIP(text) !== 0) return { host: text, port: 53 };
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3] ?? 53);
  const isKnown = match?.[1] === undefined ? isIP(host) === 4 : isIP(host) === 6;
  return isKnown && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

/** The resolvers of this machine (/etc/resolv.conf), read anew at each call, in their order. */
export function systemResolvers(): readonly string[] {
  return new Resolver().getServers();
}

/**
 * One configured probe of the `system` resolvers, as one probe for each: the first keeps the name, the others are called
 * `name-2`, `name-3`. Settings that name a server stay as they are.
 */
export function perResolver<Settings extends { readonly server: string }>(
  name: string,
  settings: Settings,
  resolvers: readonly string[],
): readonly { readonly name: string; readonly settings: Settings }[] {
  if (settings.server !== 'system' || resolvers.length === 0) return [{ name, settings }];
  return resolvers.map((server, index) => ({
    name: index === 0 ? name : `${name}-${index + 1}`,
    settings: { ...settings, server },
  }));
}
