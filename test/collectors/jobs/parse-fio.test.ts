import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFio } from '../../../collectors/jobs/parse-fio.ts';

const folder = `${process.cwd()}/../shared/data/fio`;

interface Shape {
  error?: number;
  io_bytes?: number | null;
  io_kbytes?: number;
  runtime?: number;
  syncs?: number;
}

function output({ error = 0, io_bytes = 67_108_864, io_kbytes = 65_536, runtime = 800, syncs = 4095 }: Shape = {}, jobs = 1): string {
  const none = { io_bytes: 0, io_kbytes: 0, runtime: 0 };
  const job = { error, read: none, write: { io_bytes, io_kbytes, runtime }, sync: { total_ios: syncs, lat_ns: { mean: 200_000 } } };
  return JSON.stringify({ 'fio version': 'fio-3.33', jobs: Array.from({ length: jobs }, () => job) }, null, 2);
}

const FIGURES = { bytes: 67_108_864, seconds: 0.8, syncSeconds: 0.0002 };

describe('parseFio', () => {
  test('reads one job', () => {
    expect(parseFio(output(), 'write')).toEqual(FIGURES);
    expect(parseFio(output(), 'read')).toBeUndefined();
  });

  test('says nothing of syncs that were not made', () => {
    expect(parseFio(output({ syncs: 0 }), 'write')).toEqual({ bytes: FIGURES.bytes, seconds: FIGURES.seconds });
  });

  test.each([
    ['a note before', `note: both iodepth >= 1 and synchronous I/O engine are selected\n${output()}`],
    ['progress on the same line', `Jobs: 1 (f=1): [W(1)][r=0,w=0 IOPS][eta 00m:00s]\r${output()}`],
    ['braces before', `fio: {warning} set {\n${output()}`],
    ['text after', `${output()}\nfio: done\n`],
    ['carriage returns', output().replaceAll('\n', '\r\n')],
  ])('finds the JSON with %s', (_what, text) => {
    expect(parseFio(text, 'write')).toEqual(FIGURES);
  });

  test.each([
    ['nothing', ''],
    ['an empty object', '{}'],
    ['half of it', output().slice(0, 300)],
    ['a failed job', output({ error: 28 })],
    ['no time', output({ runtime: 0 })],
    ['no bytes', output({ io_bytes: 0 })],
    ['bytes that are not there', output({ io_bytes: null })],
    ['a negative time', output({ runtime: -5 })],
    ['two jobs', output({}, 2)],
    ['no jobs', output({}, 0)],
    ['a list', '[1,2,3]'],
    ['old units: KiB for bytes, no io_kbytes', output().replaceAll(/"io_kbytes": \d+,/g, '')],
    ['infinity', output().replace('800', '1e999')],
  ])('finds no figures in %s', (_what, text) => {
    expect(parseFio(text, 'write')).toBeUndefined();
  });

  test('arbitrary text never throws and gives positive finite figures or none', () => {
    const noise = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => text + output() + text),
      fc.nat(2_000).map((at) => output().slice(at)),
    );
    fc.assert(
      fc.property(noise, (text) => {
        const parsed = parseFio(text, 'write');
        for (const value of Object.values(parsed ?? {})) expect(Number.isFinite(value) && value > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('many openings cost little', () => {
    expect(parseFio(`${'{'.repeat(200_000)}}`, 'write')).toBeUndefined();
  });

  describe.skipIf(!existsSync(folder))('on real outputs', () => {
    const texts = existsSync(folder)
      ? readdirSync(folder).map((name) => {
          const bytes = readFileSync(`${folder}/${name}`);
          return [name, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')] as const;
        })
      : [];

    test.each(texts)('%s does not throw', (_name, text) => {
      for (const what of ['read', 'write'] as const) expect(() => parseFio(text, what)).not.toThrow();
    });

    test.each(texts.filter(([name]) => name.includes('3.33-sweep')))('%s gives its own bandwidth', (_name, text) => {
      const { jobs } = JSON.parse(text) as {
        jobs: { write: { io_bytes: number; bw_bytes: number }; read: { io_bytes: number; bw_bytes: number } }[];
      };
      const [job, ...more] = jobs;
      for (const what of ['read', 'write'] as const) {
        const parsed = parseFio(text, what);
        const stated = more.length === 0 && job !== undefined && job[what].io_bytes > 0 ? job[what].bw_bytes : 0;
        expect(Math.abs((parsed === undefined ? 0 : parsed.bytes / parsed.seconds) - stated)).toBeLessThanOrEqual(stated / 1000);
      }
    });

    test.each(texts.filter(([name]) => /empty|2\.1\.4|stdout/.test(name)))('%s gives no write figure', (_name, text) => {
      expect(parseFio(text, 'write')).toBeUndefined();
    });
  });
});
