import { observer } from './observer.ts';
import { overview } from './overview.ts';
import { type OwnTarget, ownTarget } from './own-target.ts';
import { probes } from './probes.ts';
import { provisioning } from './provisioning.ts';
import { runs } from './runs.ts';

/** A dashboard as Grafana's file provisioning reads it. */
export interface DashboardFile {
  /** File name, ends in .json. */
  readonly file: string;
  readonly json: string;
}

/** The dashboards for any provider, and one more for each target that is given. Pure: same input, same text. */
export function buildDashboards(targets: readonly OwnTarget[] = []): readonly DashboardFile[] {
  return [overview(), probes(), runs(), provisioning(), observer(), ...targets.map(ownTarget)].map((dashboard) => ({
    file: `${dashboard.uid}.json`,
    json: `${JSON.stringify(dashboard, null, 2)}\n`,
  }));
}
