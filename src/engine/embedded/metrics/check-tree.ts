import type { WirePoint } from '../vu-messages.ts';

export interface CheckCount {
  readonly name: string;
  readonly passes: number;
  readonly fails: number;
}

/** Groups and checks as they appeared, read from the tags of `checks` and `group_duration`. */
export interface CheckTree {
  add(point: WirePoint): void;
  /** Paths of the groups right below `path`; the root is the empty text. */
  children(path: string): readonly string[];
  checks(path: string): readonly CheckCount[];
}

export function checkTree(): CheckTree {
  const groups = new Map<string, Map<string, { name: string; passes: number; fails: number }>>([['', new Map()]]);

  function group(path: string): Map<string, { name: string; passes: number; fails: number }> {
    const known = groups.get(path);
    if (known !== undefined) return known;
    const above = path.lastIndexOf('::');
    if (above > 0) group(path.slice(0, above));
    const made = new Map<string, { name: string; passes: number; fails: number }>();
    groups.set(path, made);
    return made;
  }

  return {
    add([metric, , value, text]) {
      if (metric !== 'checks' && metric !== 'group_duration') return;
      const tags = JSON.parse(text) as { readonly [name: string]: string };
      const checks = group(tags['group'] ?? '');
      const name = tags['check'];
      if (metric !== 'checks' || name === undefined) return;
      const count = checks.get(name) ?? { name, passes: 0, fails: 0 };
      if (value === 0) count.fails += 1;
      else count.passes += 1;
      checks.set(name, count);
    },
    children: (path) =>
      [...groups.keys()].filter((candidate) => candidate !== '' && candidate.slice(0, candidate.lastIndexOf('::')) === path),
    checks: (path) => [...(groups.get(path)?.values() ?? [])],
  };
}
