import { perResolver } from '../../../collectors/probes/resolvers.ts';
import type { Config, ProbeConfig, TargetConfig } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';

/**
 * The config with one probe for each resolver of this machine where a `dns` probe asks `server: system`: NAME, NAME-2, …
 * Throws HarnessError `config-invalid` when such a name is taken.
 */
export function eachResolver(config: Config, resolvers: readonly string[]): Config {
  const distinct = [...new Set(resolvers)];
  const targets = Object.entries(config.targets).map(([name, target]) => [name, expanded(target, distinct, config.file)] as const);
  return { ...config, targets: Object.fromEntries(targets) };
}

function expanded(target: TargetConfig, resolvers: readonly string[], file: string): TargetConfig {
  const probes = Object.values(target.probes).flatMap((probe) => {
    const each = probesOf(probe, resolvers);
    const taken = each.find(({ name }) => name !== probe.name && Object.hasOwn(target.probes, name));
    if (taken !== undefined) throw nameTaken(target.name, probe.name, taken.name, each.length, file);
    return each;
  });
  return { ...target, probes: Object.fromEntries(probes.map((probe) => [probe.name, probe])) };
}

function probesOf(probe: ProbeConfig, resolvers: readonly string[]): readonly ProbeConfig[] {
  if (probe.kind !== 'dns') return [probe];
  const each = perResolver(probe.name, probe.settings as { readonly server: string }, resolvers);
  return each.map(({ name, settings }) => ({ ...probe, name, settings }));
}

function nameTaken(target: string, probe: string, name: string, count: number, file: string): HarnessError {
  return new HarnessError(
    'config-invalid',
    `Probe "${probe}" of target "${target}" watches the ${count} resolvers of this machine, one of them as "${name}", and there is another probe of that name`,
    { place: file, hint: `Rename one of the two, or name a server in "${probe}" instead of system.` },
  );
}
