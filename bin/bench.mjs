// Runs one of bench/*.ts: `node bin/bench.mjs NAME [arguments]`.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTypeScript } from './run-typescript.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name = '', ...rest] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(name) || !existsSync(join(root, 'bench', `${name}.ts`))) {
  const names = readdirSync(join(root, 'bench')).filter((file) => file.endsWith('.ts'));
  process.stderr.write(`no bench ${JSON.stringify(name)}: there are ${names.map((file) => file.slice(0, -3)).join(', ')}\n`);
  process.exit(2);
}
await runTypeScript(root, join('bench', `${name}.ts`), join('bench', `${name}.mjs`), rest);
