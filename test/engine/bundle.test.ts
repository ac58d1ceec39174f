import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HarnessError } from '../../src/core/errors.ts';
import { bundleScript } from '../../src/engine/bundle.ts';

let folder: string;
let workDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evk-bundle-'));
  workDir = join(folder, 'work');
  await mkdir(workDir);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function source(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

async function refusal(name: string, text: string): Promise<HarnessError> {
  const file = await source(name, text);
  const error = await bundleScript(file, workDir).then(
    () => new Error('was bundled'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HarnessError);
  return error as HarnessError;
}

interface Bundled {
  default?: (...args: unknown[]) => unknown;
  handleSummary(data: object): Record<string, string>;
  [name: string]: unknown;
}

async function load(script: string): Promise<Bundled> {
  const { file } = await bundleScript(script, workDir);
  return (await import(`${file}?${Math.random()}`)) as Bundled;
}

describe('what is handed on', () => {
  it('keeps every export of the script and adds handleSummary', async () => {
    const script = await source('a.ts', 'export const options = { vus: 2 as number };\nexport function work(): number { return 7; }\n');
    const bundled = await load(script);
    expect(Object.keys(bundled).toSorted()).toEqual(['handleSummary', 'options', 'work']);
    expect(bundled['options']).toEqual({ vus: 2 });
    expect((bundled['work'] as () => number)()).toBe(7);
  });

  it('has a default export only where the script has one, also when it is re-exported', async () => {
    await source('lib/b.ts', 'export default function () { return "b"; }\nexport const setup = () => 1;\n');
    const script = await source('a.ts', "export * from './lib/b.ts';\nexport { default } from './lib/b';\n");
    const bundle = await bundleScript(script, workDir);
    expect(bundle.exports.toSorted()).toEqual(['default', 'setup']);
    expect((await load(script)).default?.()).toBe('b');
  });

  it('lists the modules of k6 with their place, and leaves out what only types use', async () => {
    await source('lib/b.ts', "import { check } from 'k6';\nexport const f = () => check(1, {});\n");
    const script = await source(
      'a.ts',
      "import type { Options } from 'k6/options';\nimport http from 'k6/http';\nimport { f } from './lib/b.ts';\n" +
        "export const options: Options = {};\nexport default () => { http.get('http://127.0.0.1'); f(); };\n",
    );
    const { modules } = await bundleScript(script, workDir);
    expect(modules).toEqual(
      expect.arrayContaining([
        { name: 'k6/http', place: `${script}:2:18` },
        { name: 'k6', place: `${join(folder, 'lib/b.ts')}:1:23` },
      ]),
    );
    expect(modules).toHaveLength(2);
  });

  it('leaves modules of k6 and URLs outside, brings packages in', async () => {
    await source('node_modules/pkg/package.json', '{"name":"pkg","main":"index.js"}');
    await source('node_modules/pkg/index.js', 'module.exports = { answer: 42 };');
    const script = await source(
      'a.js',
      "import http from 'k6/http';\nimport { answer } from 'pkg';\nexport default () => http.get(answer);\n",
    );
    const text = await readFile((await bundleScript(script, workDir)).file, 'utf8');
    expect(text).toMatch(/from "k6\/http"/);
    expect(text).toContain('answer: 42');
  });
});

describe('files beside the script', () => {
  it('binds open() to the folder of each module', async () => {
    await source('lib/b.ts', "export const b = open('./b.txt', 'b');\n");
    const script = await source(
      'a.ts',
      "import { b } from './lib/b.ts';\nexport const seen = [open('a.txt'), b, open('/etc/x')];\nexport default () => 0;",
    );
    vi.stubGlobal('open', (...args: unknown[]) => args);
    const { seen } = await load(script);
    vi.unstubAllGlobals();
    expect(seen).toEqual([[`${folder}/a.txt`], [`${folder}/lib/./b.txt`, 'b'], ['/etc/x']]);
  });

  it('binds import.meta.resolve to the folder of each module', async () => {
    await source('lib/b.ts', "export const b = import.meta.resolve('../data/x y.json');\n");
    const script = await source(
      'a.ts',
      "import { b } from './lib/b.ts';\nexport const seen = [import.meta.resolve('./a.csv'), b, import.meta.resolve('k6/http')];\nexport default () => 0;",
    );
    expect((await load(script))['seen']).toEqual([`file://${folder}/a.csv`, `file://${folder}/data/x y.json`, 'k6/http']);
  });

  it("leaves a script's own variable called open alone", async () => {
    const script = await source(
      'a.ts',
      "const open = (name: string) => `mine ${name}`;\nexport const seen = open('x');\nexport default () => 0;",
    );
    expect((await load(script))['seen']).toBe('mine x');
  });
});

describe('handleSummary', () => {
  const DATA = { metrics: { iterations: { values: { count: 3 } } }, setup_data: { token: 'canary' } };
  const KEPT = JSON.stringify({ metrics: DATA.metrics });

  it('writes the summary without setup_data when the script has none', async () => {
    const bundled = await load(await source('a.ts', 'export default () => 0;'));
    expect(bundled.handleSummary(DATA)).toEqual({ [join(workDir, 'summary.json')]: KEPT });
  });

  it("returns the script's own results beside it, and shows it all the data", async () => {
    const bundled = await load(
      await source(
        'a.ts',
        'export default () => 0;\nexport const handleSummary = (d: any) => ({ stdout: d.setup_data.token, "r.txt": "x" });',
      ),
    );
    expect(bundled.handleSummary(DATA)).toEqual({ stdout: 'canary', 'r.txt': 'x', [join(workDir, 'summary.json')]: KEPT });
  });

  it('cannot be changed by the script through its argument', async () => {
    const bundled = await load(
      await source('a.ts', 'export default () => 0;\nexport const handleSummary = (d: any) => { delete d.metrics; };'),
    );
    expect(bundled.handleSummary(structuredClone(DATA))[join(workDir, 'summary.json')]).toBe(KEPT);
  });

  it.each([
    ['throws', '() => { throw new Error("mine"); }', /mine/],
    ['throws null', '() => { throw null; }', /null/],
    ['returns a promise', 'async () => ({ stdout: "late" })', /promise/],
    ['is no function', '42', /TypeError/],
  ])('still writes the summary when that of the script %s, and says so', async (_, expression, said) => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    const bundled = await load(await source('a.ts', `export default () => 0;\nexport const handleSummary = ${expression};`));
    expect(bundled.handleSummary(DATA)).toEqual({ [join(workDir, 'summary.json')]: KEPT });
    expect(String(complaint.mock.calls[0]?.[0])).toMatch(said);
  });
});

describe('what cannot run inside k6', () => {
  it.each([
    ['a syntax error', 'export default function () {\n  let = 3 +;\n}\n', /Unexpected/, ':2:12', /^$/],
    ['an import that is not there', "export default () => 0;\nimport './nope.ts';\n", /nope/, ':2:8', /Check the path/],
    [
      'a package that is not installed',
      "import x from 'no-such-package';\nexport default () => x;\n",
      /no-such-package/,
      ':1:15',
      /Install/,
    ],
    ['node:fs', "import { readFileSync } from 'node:fs';\nexport default () => readFileSync('x');\n", /node:fs/, ':1:30', /Node\.js/],
    ['fs', "import { readFileSync } from 'fs';\nexport default () => readFileSync('x');\n", /"fs"/, ':1:30', /Node\.js/],
    [
      'require() of a module of k6',
      "const http = require('k6/http');\nexport default () => http.get('x');\n",
      /require\(\)/,
      ':1:22',
      /ES module/,
    ],
    ['import() of a module of k6', "export default async () => import('k6/http');\n", /import\(\)/, ':1:35', /ES module/],
    ['module.exports', 'const f = () => 1;\nmodule.exports = { default: f };\n', /CommonJS/, ':2:1', /ES module/],
    ['module.exports beside export', 'export default () => 1;\nmodule.exports = {};\n', /CommonJS/, ':2:1', /ES module/],
    [
      'a regular expression that k6 does not know',
      'export default () => 1;\nexport const r = () => /[\\p{L}--a]/v;\n',
      /"v"/,
      ':2:36',
      /lacks/,
    ],
  ])('refuses %s with its place', async (_, text, message, place, hint) => {
    const error = await refusal('bad.ts', text);
    expect(error.code).toBe('script-invalid');
    expect(error.message).toMatch(message);
    expect(error.place).toBe(join(folder, 'bad.ts') + place);
    expect(error.hint ?? '').toMatch(hint);
  });

  it('names the imported file when the mistake is there', async () => {
    await source('lib/b.ts', '\nexport const = 1;\n');
    expect((await refusal('a.ts', "import './lib/b.ts';\nexport default () => 0;")).place).toBe(`${join(folder, 'lib/b.ts')}:2:14`);
  });

  it.each([
    ['an empty file', ''],
    ['options alone', 'export const options = {};\nexport function setup() {}\n'],
  ])('refuses %s: there is nothing to run', async (_, text) => {
    const error = await refusal('a.ts', text);
    expect(error.message).toMatch(/no function to run/);
    expect(error.hint).toMatch(/export default/);
  });

  it('refuses a script that is not there', async () => {
    await expect(bundleScript(join(folder, 'none.ts'), workDir)).rejects.toMatchObject({
      code: 'script-invalid',
      place: join(folder, 'none.ts'),
    });
  });

  it('lowers what it can: async generators and for-await run', async () => {
    const script = await source(
      'a.ts',
      'async function* two() { yield 1; yield 2; }\nexport async function sum() { let s = 0; for await (const n of two()) s += n; return s; }\nexport default () => 0;',
    );
    const text = await readFile((await bundleScript(script, workDir)).file, 'utf8');
    expect(text).not.toMatch(/for await|async function\*/);
    expect(await ((await load(script))['sum'] as () => Promise<number>)()).toBe(3);
  });
});

it("leads a place in the bundle back to the user's file", async () => {
  await source('lib/b.ts', 'interface X { a: number }\n\nexport function boom(x: X): never {\n  throw new Error(`planted ${x.a}`);\n}\n');
  const script = await source('a.ts', "import { boom } from './lib/b.ts';\nexport default () => boom({ a: 1 });\n");
  const { file, original } = await bundleScript(script, workDir);
  const lines = (await readFile(file, 'utf8')).split('\n');
  const row = lines.findIndex((line) => line.includes('planted'));
  const column = (lines[row] as string).indexOf('new Error');
  expect(original(row + 1, column + 1)).toBe(`${join(folder, 'lib/b.ts')}:4:9`);
  expect(original(lines.findIndex((line) => line.includes('setup_data')) + 1, 5)).toBeNull();
  expect(original(99_999, 1)).toBeNull();
});
