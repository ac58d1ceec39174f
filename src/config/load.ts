import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HarnessError } from '../core/errors.ts';
import { effective, toIssues, type Issue, type Kinds } from './effective.ts';
import { configSchema, type SchemaChecks } from './schema.ts';
import type { Config } from './types.ts';
import { readYaml } from './yaml-source.ts';

/**
 * Reads and checks a config file. All problems are gathered, each with its file:line:column, before anything is refused.
 * Throws HarnessError `config-missing` or `config-invalid`.
 */
export function loadConfig(file: string, kinds: Kinds, checks: SchemaChecks): Config {
  const path = resolve(file);
  return parseConfig(readText(path), path, kinds, checks);
}

export function parseConfig(text: string, file: string, kinds: Kinds, checks: SchemaChecks): Config {
  const yaml = readYaml(text, file, (message, place) => {
    throw new HarnessError('config-invalid', `Cannot read the config as YAML: ${message}`, { place, hint: 'Mend the YAML at that place.' });
  });
  const fail = (issues: readonly Issue[]): never => {
    const told = issues.map((issue) => `${yaml.placeOf(issue.path, issue.key)} ${label(issue)}${issue.message}`);
    throw new HarnessError('config-invalid', `Cannot use the config: ${told.join('; ')}`, {
      place: yaml.placeOf(issues[0]?.path ?? [], issues[0]?.key),
      hint: 'docs/configuration.md lists every key; `evenkeel config check` tries a file without running anything.',
    });
  };
  const frame = configSchema(checks).safeParse(yaml.value ?? {});
  if (!frame.success) return fail(frame.error.issues.flatMap((issue) => toIssues(issue)));
  const issues: Issue[] = [];
  const config = effective(frame.data, file, kinds, issues);
  return issues.length > 0 ? fail(issues) : config;
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new HarnessError('config-missing', `Cannot read the config: ${UNREADABLE[code ?? ''] ?? message}`, {
      place: path,
      hint: 'Name a file with --config, or copy the shipped evenkeel.yaml.',
      cause: error,
    });
  }
}

function label(issue: Issue): string {
  return issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
}
