#!/usr/bin/env node
// The command: checks what must be there, then hands over to the compiled program.
import { existsSync } from 'node:fs';
import { preflight } from './preflight.mjs';

const problem = preflight();
const main = new URL('../dist/src/cli/main.js', import.meta.url);
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
} else if (!existsSync(main)) {
  process.stderr.write('Evenkeel is not built yet: run `npm run build` in its folder once.\n');
  process.exitCode = 2;
} else {
  const { main: run } = await import(main.href);
  await run();
}
