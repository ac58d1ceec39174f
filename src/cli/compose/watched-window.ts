import type { WatchRule } from '../../../reports/status/watched-probe.ts';
import { OUTAGE_RULE } from '../../analysis/outages.ts';
import type { Config } from '../../config/types.ts';
import type { StoreReader } from '../../store/api.ts';
import type { Window, WindowSubjectRow } from '../../store/window-rows.ts';

export type WatchedConfig = Pick<Config, 'targets' | 'keep'>;

/**
 * From where on looks are whole: those that were fine expire before `horizon`, those that failed stay, and half of them would tell a wrong share.
 * Where nobody watched before the horizon nothing has expired: the window stays as it was asked for, whenever that is.
 */
export async function keptWindow(
  reader: Pick<StoreReader, 'windowPlan'>,
  { from, to }: Window,
  subjects: readonly WindowSubjectRow[],
  horizon: number,
): Promise<Window> {
  if (from >= horizon) return { from, to };
  const { sessions } = await reader.windowPlan({ from, to: Math.min(to, horizon) });
  if (sessions.length === 0) return { from, to };
  const first = subjects.reduce((least, { firstOkAt }) => Math.min(least, firstOkAt ?? Infinity), Infinity);
  return { from: Math.min(to, Math.max(from, Math.min(horizon, first))), to };
}

/** When a probe counts as down, and how often it is looked at. */
export function watchRule(config: WatchedConfig, { target, key }: Pick<WindowSubjectRow, 'target' | 'key'>): WatchRule {
  const probes = Object.hasOwn(config.targets, target) ? config.targets[target]?.probes : undefined;
  const probe = probes !== undefined && Object.hasOwn(probes, key) ? probes[key] : undefined;
  if (probe === undefined) return { ...OUTAGE_RULE, everyMs: null };
  const { openAfter, closeAfter, everyMs } = probe;
  return { openAfter, closeAfter, everyMs };
}
