import { jobKinds } from '../../../collectors/jobs/registry.ts';
import { probeKinds } from '../../../collectors/probes/registry.ts';
import { providerKinds } from '../../../collectors/providers/registry.ts';
import type { Kinds } from '../../config/effective.ts';

/** Stands in for what `of: provider` fills in once the provider is open. */
const PROVIDER_SETTINGS: Readonly<Record<string, object>> = { http: { url: 'http://127.0.0.1:1/' }, tcp: { host: '127.0.0.1', port: 1 } };

/** Every kind the config may name, with its settings' schema. */
export const KINDS: Kinds = {
  providers: providerKinds,
  jobs: jobKinds,
  probes: probeKinds.map((kind) => ({ ...kind, providerSettings: PROVIDER_SETTINGS[kind.kind] })),
};
