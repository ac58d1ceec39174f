import { spawnSync } from 'node:child_process';

/** What promtool's linter says of a /metrics text; empty when nothing. */
export function promtoolCheckMetrics(text: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `exit ${status}`;
}
