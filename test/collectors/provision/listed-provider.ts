import { ProviderError, type Provider, type ResourceKind, type ResourceState } from '../../../src/core/provider.ts';

/** A provider that holds exactly these things, removes them at once, and keeps account of what it was asked. */
export function listedProvider(things: readonly ResourceState[], refuse: (id: string) => ProviderError | undefined = () => undefined) {
  const held = new Map(things.map((thing) => [thing.id, thing]));
  const removed: string[] = [];
  const never = (): Promise<never> => Promise.reject(new Error('not asked for here'));
  const provider: Provider = {
    name: 'listed',
    version: '1',
    hasDrives: true,
    sharesHost: false,
    documentedCodes: [],
    clone: never,
    create: never,
    start: never,
    connect: never,
    inspect: async (kind: ResourceKind, id: string) => held.get(id) ?? { id, kind, name: '', status: 'gone' },
    remove: async (_kind, id) => {
      const refusal = refuse(id);
      if (refusal !== undefined) throw refusal;
      if (held.delete(id)) removed.push(id);
    },
    list: async (prefix) => [...held.values()].filter(({ name }) => name.startsWith(prefix)),
    close: async () => {},
  };
  return { provider, held, removed };
}
