import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readScriptErrors } from '../../src/engine/script-errors.ts';
import { stackPlace } from '../../src/engine/stack-place.ts';

const BUNDLE = { file: '/w/bundle.mjs', original: (line: number, column: number) => (line === 99 ? null : `/u/a.ts:${line}:${column}`) };
const FAIL = 'go.k6.io/k6/v2/internal/js/modules/k6.(*K6).Fail-fm (native)';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evk-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(...lines: (object | string)[]): ReturnType<typeof readScriptErrors> {
  const file = join(folder, 'k6.log');
  await writeFile(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return await readScriptErrors(file, BUNDLE);
}

function iteration(msg: string): object {
  return { level: 'error', executor: 'shared-iterations', scenario: 'default', source: 'stacktrace', msg };
}

describe('what counts as a script error', () => {
  it.each([
    ['an exception', 'TypeError: Cannot read\n\tat a_default (file:///u/a.ts:8:22(49))\n'],
    ['a thrown string', 'a string\n\tat a_default (file:///u/a.ts:5:12(41))\n'],
    ['a rejected promise', 'Uncaught (in promise) Error: late\n\tat a_default (file:///u/a.ts:10:43(90))\n'],
    ['a rejected promise without a stack', 'Uncaught (in promise) null'],
    ['an exception that quotes a fail()', `Error: mine GoError: no\n\tat ${FAIL}\n\tat a_default (file:///u/a.ts:9:55(64))\n`],
    ['another exception of k6 itself', 'GoError: bad url\n\tat go.k6.io/k6/v2/internal/js/modules/k6/http.(*Client).Request-fm (native)\n'],
  ])('%s does', async (_, msg) => {
    expect((await read(iteration(msg))).scriptErrors).toBe(1);
  });

  it.each([
    ['fail()', iteration(`GoError: no good\n\tat ${FAIL}\n\tat a_default (file:///u/a.ts:10:24(26))\n`)],
    [
      'fail() of k6 1.x',
      iteration('GoError: no\n\tat go.k6.io/k6/internal/js/modules/k6.(*K6).Fail-fm (native)\n\tat f (file:///u/a.ts:1:1(1))\n'),
    ],
    ['fail() after an await', iteration(`Uncaught (in promise) GoError: no\n\tat ${FAIL}\n\tat a_default (file:///u/a.ts:9:42(81))\n`)],
    ['console.error', { level: 'error', source: 'console', msg: 'Error: x\n\tat a (file:///u/a.ts:1:1(1))' }],
    ['a crossed threshold', { level: 'error', msg: "thresholds on metrics 'x' have been crossed" }],
    ['a warning', { level: 'warning', scenario: 'default', msg: 'Request Failed' }],
    ['a line that is no record', '[1, null]'],
    ['null', 'null'],
    ['a torn line', '{"level":"error","scenario":"default","msg":"Err'],
  ])('%s does not', async (_, line) => {
    expect((await read(line)).scriptErrors).toBe(0);
  });

  it('counts all and keeps the first, without its stack', async () => {
    const found = await read(iteration('Error: one\n\tat a (file:///u/a.ts:1:2(3))\n'), iteration('Error: two\n'));
    expect(found).toEqual({ scriptErrors: 2, first: { message: 'Error: one', place: '/u/a.ts:1:2' } });
  });

  it("keeps the engine's own first complaint apart", async () => {
    const found = await read(
      { level: 'error', msg: 'test aborted: enough at abort_default (file:///u/abort.ts:2:45(6))' },
      { level: 'error', msg: 'later' },
    );
    expect(found).toEqual({ scriptErrors: 0, complaint: { message: 'test aborted: enough', place: '/u/abort.ts:2:45' } });
  });

  it('finds nothing where there is no log', async () => {
    expect(await readScriptErrors(join(folder, 'none.log'), BUNDLE)).toEqual({ scriptErrors: 0 });
  });
});

describe('stackPlace', () => {
  it.each([
    ['the innermost frame of the user', 'E: x\n\tat deep (file:///u/b.ts:14:10(3))\n\tat a (file:///u/a.ts:1:1(1))', '/u/b.ts:14:10'],
    ['a frame without a name', 'E: x\n\tat file:///u/init.ts:2:2(16)\n', '/u/init.ts:2:2'],
    ['a path with spaces', 'E: x\n\tat f (file:///u/a%20b/c d.ts:2:2(16))\n', '/u/a b/c d.ts:2:2'],
    ['a path with a lone percent sign', 'E: x\n\tat f (file:///u/100%/c.ts:2:2(16))\n', '/u/100%/c.ts:2:2'],
    ['a frame in the bundle, led back', 'Error: x\n    at deep (file:///w/bundle.mjs:14:10)\n', '/u/a.ts:14:10'],
    [
      'the next when one is not the user’s',
      'E\n    at h (file:///w/bundle.mjs:99:1)\n    at f (file:///w/bundle.mjs:3:4)\n',
      '/u/a.ts:3:4',
    ],
    ['the next when one is ours', 'E\n\tat __evk_open (file:///u/b.ts:5:25(27))\n\tat file:///u/b.ts:1:40(39)\n', '/u/b.ts:1:40'],
  ])('gives %s', (_, stack, place) => {
    expect(stackPlace(stack, BUNDLE)).toBe(place);
  });

  it.each(['no stack', 'E\n\tat go.k6.io/k6/js (native)', 'handle (evenkeel:entry:10:56(27))', ''])('gives none for %j', (stack) => {
    expect(stackPlace(stack, BUNDLE)).toBeUndefined();
  });
});
