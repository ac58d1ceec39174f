import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import type { ExecOptions, ExecResult, InstanceChannel } from '../../../src/core/provider.ts';

export interface ProcessChannel extends InstanceChannel {
  /** The instance's own folder. */
  readonly folder: string;
  /** Every command so far, for what a job asked. */
  readonly commands: readonly (readonly string[])[];
}

/** An instance that is a folder of this machine: every command really runs there. `path` replaces PATH, to hide or replace tools. */
export async function processChannel(path: string = process.env['PATH'] ?? ''): Promise<ProcessChannel> {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-instance-'));
  const commands: (readonly string[])[] = [];
  return {
    folder,
    commands,
    exec: (argv, options) => {
      commands.push(argv);
      return execute(argv, folder, path, options);
    },
    context: () => Promise.reject(new Error('This channel has no context')),
    facts: () =>
      Promise.resolve({
        cpuModel: cpus()[0]?.model ?? 'unknown',
        cpus: cpus().length,
        memoryBytes: totalmem(),
        kernel: 'test',
        virtualisation: 'none',
        node: { path: process.execPath, version: process.versions.node },
      }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function execute(argv: readonly string[], cwd: string, path: string, options: ExecOptions): Promise<ExecResult> {
  const [at, start] = [systemClock.now(), systemClock.monotonic()];
  const [command = '', ...rest] = argv;
  return new Promise((resolve) => {
    const child = spawn(command, rest, { cwd, env: { PATH: path }, signal: options.signal, killSignal: 'SIGKILL' });
    const said = { stdout: '', stderr: '' };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    const end = (exitCode: number | null, signal: string | null): void => {
      clearTimeout(timer);
      resolve({ exitCode, signal, timedOut, ...said, at, tookUs: systemClock.monotonic() - start });
    };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? end(127, null) : undefined));
    child.on('close', end);
  });
}
