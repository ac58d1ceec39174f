import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../src/core/errors.ts';
import { buildDashboards } from './build-dashboards.ts';
import type { OwnTarget } from './own-target.ts';
import { buildRules } from './rules.ts';

/** Writes dashboards and rules.yml into `folder` (made when absent); gives the paths. Rejects with `unwritable`. */
export function writeDashboards(folder: string, targets: readonly OwnTarget[] = []): readonly string[] {
  const files = [...buildDashboards(targets).map(({ file, json }) => [file, json] as const), ['rules.yml', buildRules()] as const];
  try {
    mkdirSync(folder, { recursive: true });
    return files.map(([file, text]) => {
      const path = join(folder, file);
      writeFileSync(path, text);
      return path;
    });
  } catch (error) {
    throw new HarnessError('unwritable', `Cannot write dashboards to ${folder}`, {
      hint: 'Give --out a folder that this user may write to',
      place: folder,
      cause: error,
    });
  }
}
