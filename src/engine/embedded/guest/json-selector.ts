/**
 * The part of gjson's path language that scripts use: `a.b`, `list.0`, `list.#` (length), `list.#.name` (all of them),
 * with `\.` for a dot within a key. Undefined where nothing is there. Throws for queries and modifiers.
 */
export function selectJson(value: unknown, selector: string): unknown {
  if (/[|@*?]|#\(/.test(selector)) throw new Error(`json("${selector}") needs k6: the embedded engine knows keys, indexes and # only`);
  const parts = selector.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'));
  return walk(value, parts);
}

function walk(value: unknown, parts: readonly string[]): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (part === '#') {
    if (!Array.isArray(value)) return undefined;
    return rest.length === 0 ? value.length : value.map((item) => walk(item, rest)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  return walk((value as { readonly [key: string]: unknown })[part], rest);
}
