import type { spawnGuarded } from './guard.ts';

export interface Captured {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a short command to its end and keeps what it says. Rejects when it cannot be started, or when the signal fires. */
export async function capture(
  spawn: typeof spawnGuarded,
  argv: readonly [string, ...string[]],
  options: { readonly env: { readonly [name: string]: string }; readonly cwd?: string; readonly signal: AbortSignal },
): Promise<Captured> {
  const child = await spawn(argv, { ...options, stdout: 'pipe', stderr: 'pipe' });
  const [stdout, stderr, end] = await Promise.all([textOf(child.stdout), textOf(child.stderr), child.ended]);
  options.signal.throwIfAborted();
  return { ...end, stdout, stderr };
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream ?? []) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}
