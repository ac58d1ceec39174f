import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { compiledEntry } from '../../src/core/entry.ts';
import type { HostFacts } from '../../src/core/provider.ts';

/** Raised when a payload's work changes: figures of different versions are not comparable. */
export const PAYLOAD_VERSION = '1';

/** The version of a portable job: the payload's, and the Node.js whose hashing and file calls it uses. */
export function portableVersion(facts: HostFacts): string {
  return `${PAYLOAD_VERSION} (node ${facts.node?.version.replace(/^v/, '') ?? 'missing'})`;
}

/** The command that runs a payload on the instance's own Node.js: the script by stdin, its parameters as one JSON argument. */
export async function portableCommand(
  payload: 'cpu' | 'io',
  parameters: { readonly [name: string]: string | number },
  node: string,
): Promise<{ readonly argv: readonly string[]; readonly stdin: string }> {
  const stdin = await readFile(compiledEntry(`collectors/jobs/payloads/${payload}.ts`), 'utf8');
  return { argv: [node, '--input-type=module', '-', JSON.stringify(parameters)], stdin };
}

/** The last line of a payload's output, held against its shape; `undefined` for anything else. */
export function parsePayload<T>(output: string, shape: z.ZodType<T>): T | undefined {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    return shape.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
