import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { HarnessError } from '../../src/core/errors.ts';
import type { Faults } from './start-faults.ts';

// Two folders up from here, and from dist/examples/ too.
const root = resolve(import.meta.dirname, '../..');

/** How much is measured. */
export interface Form {
  /** Runs of each campaign. */
  readonly rounds: number;
  /** How long the name server is silent. */
  readonly silentSeconds: number;
  /** Probes of the run with the outage go on at least this long. */
  readonly outageRunSeconds: number;
  /** Settings of evenkeel.yaml that differ, by their path. */
  readonly settings: readonly (readonly [path: readonly string[], value: unknown])[];
}

const MACHINE = ['targets', 'machine'];
/** Five runs a side are the least that a verdict takes. */
export const FORMS = {
  long: { rounds: 6, silentSeconds: 40, outageRunSeconds: 65, settings: [] },
  short: {
    rounds: 5,
    silentSeconds: 10,
    outageRunSeconds: 22,
    settings: [
      [[...MACHINE, 'instances'], 2],
      [[...MACHINE, 'drive'], '1MiB'],
      [[...MACHINE, 'jobs', 'cpu'], { count: 10, events: 200, bytes: '64MiB' }],
      [[...MACHINE, 'jobs', 'io'], { count: 4, bytes: '1MiB' }],
      [[...MACHINE, 'probes', 'api', 'every'], '100ms'],
    ],
  },
} as const satisfies { readonly [name: string]: Form };

/** The folder of the example copied to `folder`, its config pointed at the servers that are to be probed. */
export function prepareFolder(folder: string, form: Form, { names, api }: Faults): void {
  const isOurs = existsSync(join(folder, 'deliverable.yaml')) && existsSync(join(folder, 'evenkeel.yaml'));
  if (existsSync(folder) && readdirSync(folder).length > 0 && !isOurs) {
    throw new HarnessError('usage', `${folder} holds something else than an example, and would be emptied`, {
      hint: 'Name another folder with --out.',
    });
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const source = join(root, 'examples', 'deliverable');
  for (const name of ['deliverable.yaml', 'evenkeel.yaml', 'text']) cpSync(join(source, name), join(folder, name), { recursive: true });
  const file = join(folder, 'evenkeel.yaml');
  const config = parseDocument(readFileSync(file, 'utf8'));
  config.setIn([...MACHINE, 'probes', 'names', 'server'], `127.0.0.1:${names.port}`);
  config.setIn([...MACHINE, 'probes', 'api', 'url'], `http://127.0.0.1:${api.port}/`);
  for (const [path, value] of form.settings) config.setIn(path, value);
  writeFileSync(file, config.toString({ lineWidth: 140 }));
}
