import { z } from 'zod';
import type { Kinds } from './effective.ts';
import { configSchema, type SchemaChecks } from './schema.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: string | number;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: { readonly [key: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

interface Row {
  readonly key: string;
  readonly type: string;
  readonly preset: string;
  readonly help: string;
}

/** JSON Schema of the config as a person writes it, for editors. */
export function configJsonSchema(checks: SchemaChecks): object {
  return z.toJSONSchema(configSchema(checks), { io: 'input', unrepresentable: 'any' });
}

/** docs/configuration.md, made from the schema: every key, its type, its default, what it means. */
export function configReference(kinds: Kinds, checks: SchemaChecks): string {
  const frame = table(rowsOf(configJsonSchema(checks), ''));
  const sections = (['providers', 'probes', 'jobs'] as const).map((what) => {
    const parts = kinds[what].map(({ kind, settings }) => {
      const rows = rowsOf(z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as Schema, '');
      return `### \`${kind}\`\n\n${rows.length === 0 ? 'No settings of its own.\n' : table(rows)}`;
    });
    return `## Kinds of ${what}\n\n${INTRO[what]}\n\n${parts.join('\n')}`;
  });
  return `${HEAD}\n${frame}\n${sections.join('\n')}`;
}

const HEAD = `# Configuration

One YAML file. \`evenkeel --config FILE\` names it; else \`evenkeel.yaml\` in the working folder, else the shipped one. Relative paths in it resolve
against the folder of the file. Unknown keys are errors; \`evenkeel config check\` tells every problem with its line and column, and prints what is in
effect. Secrets are never in it: a value \`env:NAME\`, where a setting takes one, is read from the environment.

Durations are a number with ms, s, m, h, d or w (\`30s\`, \`1h30m\`); sizes one with B, KiB, MiB, GiB, kB, MB or GB. \`NAME\` stands for a name of your
own. This page is made from the schema; a test keeps the two equal.
`;
const INTRO = {
  providers: 'Keys of `targets.NAME.provider` beside `kind`.',
  probes:
    "Keys of `targets.NAME.probes.NAME` beside those above. With `of: provider` the address and the credentials come from the target's provider.",
  jobs: 'Keys of `targets.NAME.jobs.KIND` beside `count`.',
};

function rowsOf(schema: Schema, path: string): Row[] {
  const rows: Row[] = [];
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    const name = path === '' ? key : `${path}.${key}`;
    const required = schema.required?.includes(key) === true;
    const preset =
      child.default === undefined
        ? required
          ? 'required'
          : ''
        : isEmpty(child.default)
          ? ''
          : `\`${JSON.stringify(child.default).replaceAll('"', '')}\``;
    const inner = innerOf(child, name);
    if (inner === undefined || child.description !== undefined)
      rows.push({ key: name, type: typeOf(child), preset, help: child.description ?? '' });
    if (inner !== undefined) rows.push(...inner);
  }
  return rows;
}

/** Rows below a key: of an object, of the values of a record, of the items of a list. */
function innerOf(schema: Schema, name: string): Row[] | undefined {
  if (schema.properties !== undefined) return rowsOf(schema, name);
  const values = schema.additionalProperties;
  if (typeof values === 'object' && values.properties !== undefined) return rowsOf(values, `${name}.NAME`);
  if (schema.items?.properties !== undefined) return rowsOf(schema.items, `${name}[]`);
  return undefined;
}

function typeOf(schema: Schema): string {
  if (schema.format === 'duration' || schema.format === 'size') return schema.format;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map((choice) => typeOf(choice)))].join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.type === 'object') return 'map';
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' or ');
}

function isEmpty(value: unknown): boolean {
  return value !== null && typeof value === 'object' && Object.keys(value).length === 0;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ key, type, preset, help }) => `| \`${key}\` | ${type.replaceAll('|', '\\|')} | ${preset} | ${help.replaceAll('|', '\\|')} |`,
  );
  return `| key | type | default | what |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}
