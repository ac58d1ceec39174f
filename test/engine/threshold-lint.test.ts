import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blankComments } from '../../src/engine/blank-comments.ts';
import { lintThresholds, mixedThresholds } from '../../src/engine/threshold-lint.ts';
import { thresholdComplaint, thresholdPlace } from '../../src/engine/threshold-place.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evk-lint-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function source(text: string, name = 'a.ts'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('thresholds that would judge the gateway', () => {
  it.each([
    'http_req_duration',
    'http_reqs',
    'http_req_failed',
    'data_received',
    'data_sent',
    'iteration_duration',
    'http_req_duration{}',
    'http_req_duration{expected_response:true}',
    'http_req_duration{scenario:load,status:200}',
    " http_req_duration { 'method':'GET' } ",
  ])('refuses %s', (key) => {
    expect(mixedThresholds([key])).toEqual([key]);
  });

  it.each([
    'http_req_duration{target:api}',
    'http_req_duration{expected_response:true,target:api}',
    'http_req_duration{name:home}',
    'iteration_duration{ "target": "x" }',
    'evk_job_duration_seconds',
    'checks',
    'iterations',
    'group_duration',
    'my_http_requests',
    'database_time',
  ])('lets %s be', (key) => {
    expect(mixedThresholds([key])).toEqual([]);
  });

  it('names the first with its place, and what to write instead', async () => {
    const file = await source(
      "export const options = {\n  thresholds: {\n    checks: ['rate>0.9'],\n    data_sent: ['count<1'],\n  },\n};\n",
    );
    await expect(lintThresholds(['checks', 'data_sent'], { sources: [file] })).rejects.toMatchObject({
      code: 'threshold-invalid',
      exit: 2,
      place: `${file}:4:5`,
      hint: expect.stringContaining('data_sent{target:api}') as string,
    });
  });

  it('is still refused where its text cannot be found', async () => {
    const error: unknown = await lintThresholds(['data_sent'], { sources: [join(folder, 'gone.ts')] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'threshold-invalid', place: undefined });
  });
});

describe('thresholdPlace', () => {
  it.each([
    ['a quoted key', "const o = { thresholds: { 'a{t:x}': [] } };", 'a{t:x}', 28],
    ['a bare key', 'const o = { thresholds: { abc: [] } };', 'abc', 27],
    ['a key in backquotes', 'const o = { thresholds: { [`a{t:x}`]: [] } };', 'a{t:x}', 29],
    ['the key behind `thresholds` rather than one before', "const x = 'abc'; const o = { thresholds: { abc: [] } };", 'abc', 44],
    ['a key that is set elsewhere', "o['abc'] = [];", 'abc', 4],
    ['a key behind a comment', "/* abc: 1 */ const o = { thresholds: { /* 'abc' */ abc: [] } };", 'abc', 52],
    ['a key behind a URL', "const u = 'http://x'; const o = { thresholds: { abc: [] } };", 'abc', 49],
  ])('finds %s', async (_, text, key, column) => {
    const file = await source(text);
    expect(await thresholdPlace(key, [file])).toBe(`${file}:1:${column}`);
  });

  it.each([
    ['a longer name', 'const o = { thresholds: { abcd: [], x_abc: [] } };'],
    ['a comment', '// thresholds: { abc: [] }\n'],
    ['nothing', ''],
  ])('takes %s for no key', async (_, text) => {
    expect(await thresholdPlace('abc', [await source(text)])).toBeUndefined();
  });

  it('looks through every file', async () => {
    const second = await source('\nexport const thresholds = { abc: [] };', 'b.ts');
    expect(await thresholdPlace('abc', [await source('export {};'), second])).toBe(`${second}:2:29`);
  });
});

it.each([
  ['invalid threshold defined on no_such; reason: no metric name "no_such" found', ':1:27'],
  ['invalid threshold "p(95)<1" applied on metric no_such; reason: unsupported aggregation method p', ':1:27'],
])('adds the place to %j', async (message, place) => {
  const file = await source('const o = { thresholds: { no_such: [] } };');
  expect(await thresholdComplaint({ message }, { sources: [file] })).toEqual({ message, place: file + place });
});

describe('blankComments', () => {
  it('keeps every index and line, whatever the text', () => {
    const pieces = fc.array(fc.constantFrom('//', '/*', '*/', "'", '"', '`', '\\', '\n', 'a', ' ', '/'), { maxLength: 40 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const blank = blankComments(text);
        expect(blank.length).toBe(text.length);
        expect(blank.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
      }),
    );
  });
});
