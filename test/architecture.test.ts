import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Which rooms a room may import; `store/rows` and `store/api` are the typed shapes of the read side. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  scenarios: ['scenarios/lib'],
  'scenarios/lib': [],
  collectors: ['src/core'],
  dashboards: ['src/core'],
  reports: [
    'src/core',
    'src/config/types',
    'src/store/rows',
    'src/store/window-rows',
    'src/store/window-reader',
    'src/store/api',
    'src/analysis',
  ],
  'src/core': [],
  'src/config': ['src/core'],
  'src/store': ['src/core'],
  'src/schedule': ['src/core', 'src/config'],
  'src/run': ['src/core', 'src/config'],
  'src/engine': ['src/core', 'src/config'],
  'src/gateway': ['src/core', 'collectors'],
  'src/analysis': ['src/core', 'src/store/rows'],
  'src/files': ['src/core'],
  'src/exporter': ['src/core', 'src/store/rows', 'src/store/api'],
  'src/incidents': ['src/core', 'src/store/rows', 'src/store/api', 'src/analysis'],
  'src/notify': ['src/core', 'src/config/types', 'src/store/rows', 'src/store/api'],
  'src/cli': ['src', 'collectors', 'dashboards', 'reports'],
};
/** A package has one owner; everybody else reaches what it does through that room. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['src/store'],
  'prom-client': ['src/exporter'],
  'node-cron': ['src/schedule'],
  esbuild: ['src/engine'],
  vega: ['reports'],
  'vega-lite': ['reports'],
  'playwright-core': ['reports'],
  'vega-interpreter': ['reports'],
  '@grafana/grafana-foundation-sdk': ['dashboards'],
  commander: ['src/cli'],
  pino: ['src/cli'],
  yaml: ['src/config', 'src/cli', 'dashboards'],
  'dns-packet': ['collectors'],
  'simple-statistics': ['src/analysis'],
};

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : path.endsWith('.ts') ? [path] : [];
  });
}

function roomOf(path: string): string {
  const inside = relative(root, path);
  return (
    Object.keys(ROOMS)
      .filter((room) => inside.startsWith(`${room}/`))
      .toSorted((a, b) => b.length - a.length)[0] ?? inside
  );
}

interface Import {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  readonly isType: boolean;
}

const IMPORT =
  /(?:^|\n)\s*(import|export)(\s+type)?\s[^'";]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => ({
    from: path,
    line: text.slice(0, match.index + match[0].search(/\S/)).split('\n').length,
    specifier: match[3] ?? match[4] ?? match[5] ?? '',
    isType: match[2] !== undefined,
  }));
}

const files = ['src', 'collectors', 'dashboards', 'reports', 'scenarios'].flatMap((folder) => filesOf(join(root, folder)));
const imports = files.flatMap((path) => importsOf(path));
const place = ({ from, line, specifier }: Import): string => `${relative(root, from)}:${line} imports ${specifier}`;

describe('the architecture', () => {
  it('sees the imports at all', () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  it('has a room for every file', () => {
    expect(files.filter((path) => ROOMS[roomOf(path)] === undefined).map((path) => relative(root, path))).toEqual([]);
  });

  it('imports only what the table allows', () => {
    const broken = imports.filter(({ from, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const target = relative(root, resolve(dirname(from), specifier));
      const room = roomOf(from);
      const allowed = [room, ...(ROOMS[room] ?? [])];
      return !allowed.some((place_) => target.startsWith(`${place_}/`) || target === `${place_}.ts`);
    });
    expect(broken.map((bad) => place(bad))).toEqual([]);
  });

  it('keeps k6 inside the scenarios', () => {
    expect(
      imports
        .filter(({ from, specifier }) => /^k6(?:\/|$)/.test(specifier) && !roomOf(from).startsWith('scenarios'))
        .map((bad) => place(bad)),
    ).toEqual([]);
  });

  it('keeps Node out of the scenarios', () => {
    expect(
      imports
        .filter(({ from, specifier }) => specifier.startsWith('node:') && roomOf(from).startsWith('scenarios'))
        .map((bad) => place(bad)),
    ).toEqual([]);
  });

  it('keeps each package with its owner', () => {
    const strangers = imports.filter(({ from, specifier }) => {
      const owner = Object.keys(OWNERS).find((name) => specifier === name || specifier.startsWith(`${name}/`));
      return owner !== undefined && !OWNERS[owner]?.includes(roomOf(from));
    });
    expect(strangers.map((bad) => place(bad))).toEqual([]);
  });

  it('has no import cycle', () => {
    const graph = new Map(
      files.map((path) => [
        path,
        importsOf(path).flatMap(({ specifier, isType }) =>
          specifier.startsWith('.') && !isType ? [resolve(dirname(path), specifier)] : [],
        ),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].map((step) => relative(root, step)).join(' → '));
      if (done.has(path) || trail.includes(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of files) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('reads the clock and chance only where they come in', () => {
    // What the embedded runtime gives a script to run in is the script's world, not ours.
    const allowed = ['src/core/clock.ts', 'src/engine/embedded/guest/'];
    const offenders = files.filter(
      (path) =>
        !roomOf(path).startsWith('scenarios') &&
        !allowed.some((prefix) => relative(root, path).startsWith(prefix)) &&
        /\bDate\.now\(|\bMath\.random\(/.test(readFileSync(path, 'utf8')),
    );
    expect(offenders.map((path) => relative(root, path))).toEqual([]);
  });
});
