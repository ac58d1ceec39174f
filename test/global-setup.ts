import { execFileSync } from 'node:child_process';

/** Workers and child processes run compiled code, also under test: build once before the first test. */
export default function build(): void {
  execFileSync(process.execPath, ['bin/build.mjs', '--lenient'], { stdio: 'inherit' });
}
