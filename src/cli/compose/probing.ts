import { probeKinds } from '../../../collectors/probes/registry.ts';
import type { Clock } from '../../core/clock.ts';
import type { Measurement } from '../../core/observation.ts';
import type { Provider } from '../../core/provider.ts';
import type { Random } from '../../core/random.ts';
import type { Redact } from '../../core/redact.ts';
import type { ProbeConfig, TargetConfig } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import type { Secrets } from './secrets.ts';

export interface ProbingDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly redact: Redact;
  /** For probes that take their address from it. */
  readonly provider: Provider | null;
}

/** One look by the name of a probe of this target; what the target said is redacted before anybody sees it. */
export function probing(target: TargetConfig, deps: ProbingDeps): (name: string, signal: AbortSignal) => Promise<Measurement> {
  const ready = new Map(Object.values(target.probes).map((probe) => [probe.name, prepare(probe, deps)]));
  return async (name, signal) => {
    const probe = ready.get(name);
    if (probe === undefined) throw new RangeError(`the target has no probe "${name}"`);
    return redacted(await probe(signal), deps.redact);
  };
}

/** The code too: it may be a word of the target's, which may tell what it was told. */
export function redacted(measurement: Measurement, redact: Redact): Measurement {
  const { code, evidence } = measurement;
  return {
    ...measurement,
    ...(code === undefined ? {} : { code: redact(code) }),
    ...(evidence === undefined ? {} : { evidence: { ...evidence, body: redact(evidence.body) } }),
  };
}

function prepare(probe: ProbeConfig, deps: ProbingDeps): (signal: AbortSignal) => Promise<Measurement> {
  const kind = probeKinds.find((candidate) => candidate.kind === probe.kind);
  if (kind === undefined) throw new RangeError(`there is no probe kind "${probe.kind}"`);
  const settings =
    probe.of === 'provider' ? kind.settings.parse({ ...ofProvider(probe, deps), ...(probe.settings as object) }) : probe.settings;
  return (signal) =>
    kind.probe(settings, {
      name: probe.name,
      clock: deps.clock,
      random: deps.random,
      signal,
      timeoutMs: probe.timeoutMs,
      ...(probe.slowMs === null ? {} : { slowMs: probe.slowMs }),
      secret: deps.secrets.value,
    });
}

/** Name of the secret that holds the provider's own authorization. */
const PROVIDER_AUTH = 'EVK_PROVIDER_AUTHORIZATION';

function ofProvider(probe: ProbeConfig, { provider, secrets }: ProbingDeps): object {
  if (provider?.endpoint === undefined) {
    throw new HarnessError('config-invalid', `Probe "${probe.name}" takes its address from the provider, and this provider tells none`, {
      hint: 'Give the probe an address of its own.',
    });
  }
  const url = new URL(provider.endpoint);
  if (probe.kind === 'tcp') return { host: url.hostname, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) };
  if (provider.endpointAuth === undefined) return { url: url.href };
  secrets.add(PROVIDER_AUTH, provider.endpointAuth.value);
  return { url: url.href, headers: { [provider.endpointAuth.header]: `env:${PROVIDER_AUTH}` } };
}
