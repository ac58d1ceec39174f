import type { Context } from '../../src/cli/context.ts';
import { createProgram } from '../../src/cli/create-program.ts';

export interface Said {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
}

/** What `evenkeel analyze` with these words prints, and its exit code. */
export async function analyzed(...words: string[]): Promise<Said> {
  const before = process.exitCode;
  let [out, err] = ['', ''];
  const context = {
    json: words.includes('--json'),
    signal: new AbortController().signal,
    output: { print: (text: string) => void (out += text), say: (text: string) => void (err += text) },
  } as unknown as Context;
  try {
    await createProgram('1.2.3', 100, () => context).parseAsync(['node', 'evenkeel', 'analyze', ...words]);
    return { out, err, exit: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = before;
  }
}
