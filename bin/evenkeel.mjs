#!/usr/bin/env node
// The command: checks what must be there, then hands over to the compiled program.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preflight } from './preflight.mjs';

const main = new URL('../dist/src/cli/main.js', import.meta.url);

/** A fresh checkout is compiled by its first command; stdout is left to the command. */
function build() {
  process.stderr.write('Compiling Evenkeel, once …\n');
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url))], { stdio: ['ignore', 2, 2] });
  return status === 0 ? null : 'Evenkeel could not be compiled: run `npm ci && npm run build` in its folder.';
}

const problem = preflight() ?? (existsSync(main) ? null : build());
if (problem === null) {
  const { main: run } = await import(main.href);
  await run();
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
