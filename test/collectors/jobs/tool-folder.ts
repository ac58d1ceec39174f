import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ToolFolder {
  /** For PATH: these tools first, then the machine's own. */
  readonly path: string;
  /** A tool that is this shell script. */
  install(tool: string, script: string): void;
  remove(): void;
}

export function toolFolder(): ToolFolder {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-tools-'));
  return {
    path: `${folder}:${process.env['PATH']}`,
    install: (tool, script) => writeFileSync(join(folder, tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
