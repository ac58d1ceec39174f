import type { Config, TargetConfig } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';

/** The target of that name, or the config's default. Throws HarnessError `unknown-target`. */
export function findTarget(config: Config, name: string | undefined): TargetConfig {
  const chosen = name ?? config.defaultTarget;
  const target = Object.hasOwn(config.targets, chosen) ? config.targets[chosen] : undefined;
  if (target !== undefined) return target;
  throw new HarnessError('unknown-target', `The config has no target "${chosen}"`, {
    place: config.file,
    hint: `It has ${Object.keys(config.targets).join(', ')}.`,
  });
}
