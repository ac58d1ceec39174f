// `npm run example:deliverable`: measures two campaigns on this machine and writes the deliverable (examples/deliverable/README.md).
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTypeScript } from './run-typescript.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { status } = spawnSync(process.execPath, [join(root, 'bin', 'build.mjs'), '--lenient'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 70);
await runTypeScript(root, join('examples', 'campaigns', 'main.ts'), join('examples', 'main.mjs'), process.argv.slice(2));
