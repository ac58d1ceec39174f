import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzed, type Said } from './analyzed.ts';
import { temporaryFiles } from '../files/temporary-files.ts';
import { gaussian } from '../analysis/simulate.ts';

const fileOf = temporaryFiles();
interface Element {
  readonly [key: string]: unknown;
  readonly series: string;
  readonly n: number;
  readonly changePoints: readonly { readonly index: number }[];
}

interface Document {
  readonly data: readonly Element[];
  readonly meta: {
    readonly exit: number;
    readonly files: readonly { readonly malformed: number }[];
    readonly errors: readonly { readonly file: string; readonly code: string }[];
  };
}

const parsed = async (...words: string[]): Promise<Document & Said> => {
  const said = await analyzed('--json', ...words);
  return { ...said, ...(JSON.parse(said.out) as Document) };
};

/** 100 values around 10, then 100 around 13. */
function step(seed: number): readonly number[] {
  const random = gaussian(seed);
  return Array.from({ length: 200 }, (_, index) => (index < 100 ? 10 : 13) + 0.3 * random());
}

describe('evenkeel analyze --json', () => {
  it('gives one element a series, in the order of the files, with all that the contract names', async () => {
    const [b, a] = [fileOf('b.csv', `value\n${step(1).join('\n')}\n`), fileOf('a.csv', 'time,x,y\n2024-01-01,1,5\n2024-01-02,2,6\n')];
    const { data, meta, exit, err } = await parsed(b, a);
    expect(data.map(({ series, file, n }) => [series, file, n])).toEqual([
      ['b', b, 200],
      ['x', a, 2],
      ['y', a, 2],
    ]);
    expect(data[0]?.changePoints.map(({ index }) => index)).toEqual([100]);
    expect(data[0]).toMatchObject({
      format: 'csv',
      missing: 0,
      effect: 'ratio',
      regimes: [
        { from: 0, to: 100 },
        { from: 100, to: 200 },
      ],
      fluctuation: { n: 200 },
      outages: [],
      anomalies: expect.any(Array),
    });
    expect([exit, err, meta.exit, meta.errors]).toEqual([0, '', 0, []]);
  });

  it('counts missing rows in its indices, and leaves malformed ones out', async () => {
    const values = step(2).map(String);
    const rows = [...values.slice(0, 50), ...Array<string>(20).fill(''), ...values.slice(50)];
    const text = `time,value\n${rows.map((value, index) => `${1_700_000_000 + 60 * index},${value}`).join('\n')}\nnonsense\n`;
    const { data, meta, exit, err } = await parsed(fileOf('gap.csv', text));
    expect(data[0]).toMatchObject({ n: 220, missing: 20, changePoints: [{ index: 120, at: (1_700_000_000 + 60 * 120) * 1e6 }] });
    expect([meta.files[0]?.malformed, exit]).toEqual([1, 0]);
    expect(err).toMatch(/gap\.csv:222: it has 1 of 2 cells\n$/);
  });

  it('finds the same whatever the order of the rows', async () => {
    const rows = step(3).map((value, index) => `${1_700_000_000 + 60 * index},${value}`);
    const { data } = await parsed(
      fileOf('mixed.csv', `time,value\n${[...rows.slice(150), ...rows.slice(0, 150).toReversed()].join('\n')}\n`),
    );
    expect(data[0]?.changePoints.map(({ index }) => index)).toEqual([100]);
  });

  it('goes on after a file that cannot be read, names it, and ends with 3', async () => {
    const good = fileOf('good.csv', 'value\n1\n2\n3\n');
    const { data, meta, exit, err } = await parsed('/nowhere/x.csv', good, fileOf('words.txt', 'only words\n'));
    expect(data.map(({ series }) => series)).toEqual(['good']);
    expect(meta.errors.map(({ file, code }) => [file.split('/').at(-1), code])).toEqual([
      ['x.csv', 'file-unreadable'],
      ['words.txt', 'file-unreadable'],
    ]);
    expect([exit, meta.exit]).toEqual([3, 3]);
    expect(err).toMatch(/^error: \/nowhere\/x\.csv: Cannot read it: there is no such file\.\nerror: .*words\.txt: /);
  });

  it('is whole JSON where no file can be read, and where nothing in it is finite', async () => {
    const none = await parsed('/nowhere/x.csv');
    expect([none.data, none.exit]).toEqual([[], 3]);
    const empty = await parsed(fileOf('nan.csv', 'value\nNaN\n\nnull\n'));
    expect(empty.data).toMatchObject([{ n: 2, missing: 2, fluctuation: null, changePoints: [], regimes: [], outages: [], anomalies: [] }]);
    expect(empty.out).not.toMatch(/NaN|Infinity/);
    const zero = await parsed(fileOf('zero.csv', 'value\n0\n0\n-1\n1\n'));
    expect(zero.out).not.toMatch(/NaN|Infinity/);
  });

  it('is exit 2 where a file lacks a column that was named', async () => {
    const { exit, meta } = await parsed(fileOf('c.csv', 'value\n1\n2\n'), '--time', 'when');
    expect([exit, meta.errors[0]?.code]).toEqual([2, 'usage']);
  });

  it('takes columns and files in whatever order they stand', async () => {
    const file = fileOf('groups.csv', 'host,zone,value\na,x,1\nb,x,2\na,y,3\n');
    const keys = async (...words: string[]): Promise<readonly string[]> => (await parsed(...words)).data.map(({ series }) => series);
    const both = ['groups{host=a, zone=x}', 'groups{host=b, zone=x}', 'groups{host=a, zone=y}'];
    expect(await keys(file, '--group', 'host', 'zone')).toEqual(both);
    expect(await keys('--group', 'host', 'zone', file)).toEqual(both);
    expect(await keys('--group', 'host', '--group', 'zone', '--', file)).toEqual(both);
    expect(await keys('--group', 'host', file)).toEqual(['groups{host=a}', 'groups{host=b}']);
  });

  it('tells outages, and what else failures say, of a load that was recorded', async () => {
    const result = Array.from({ length: 60 }, (_, index) => ({
      timestamp: 1000 + index,
      duration: 0.5,
      error: index >= 20 && index < 30 ? ['Timeout', 'x'] : [],
      atomic_actions: {},
    }));
    const { data } = await parsed(fileOf('rally.json', JSON.stringify([{ key: { name: 'A.b', pos: 0 }, result, hooks: [] }])));
    expect(data[0]).toMatchObject({
      failed: 10,
      missing: 10,
      outages: [{ code: 'Timeout', firstBadAt: 1020e6, lastBadAt: 1029e6, downtime: { min: 9, max: 11 } }],
      reliability: { availability: expect.any(Object) },
    });
  });

  it('tells how much lies between machines where the file knows them', async () => {
    const random = gaussian(5);
    const rows = Array.from(
      { length: 90 },
      (_, index) => `${(index % 3) * 5 + 10 + random() / 10},90,2024-01-01 00:00:${String(index % 60).padStart(2, '0')},${index % 3}`,
    );
    const vm = fileOf('vm.csv', `value,runtime,starttime,VM_id\n${rows.join('\n')}\n`);
    const { data } = await parsed(vm);
    expect(data[0]).toMatchObject({
      format: 'azure-vm-noise',
      components: { units: 3, n: 90, robust: { units: 3 }, betweenFactor: { low: expect.any(Number) } },
    });
    const { components } = data[0] as unknown as { components: { icc: { value: number } } };
    expect(components.icc.value).toBeGreaterThan(0.9);
    expect((await analyzed(vm)).out).toMatch(
      /\n {2}3 machines: CV \S+ % within, \S+ % between them, intraclass correlation \d\.\d\d \(\S+ … \S+\)\n/,
    );
  });

  it('tells bands, the daily course and what machines explain, in the time zone that was named', async () => {
    const random = gaussian(8);
    const rows = Array.from({ length: 24 * 80 }, (_, hour) => {
      const at = new Date(Date.UTC(2024, 0, 1) + hour * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      const machine = Math.floor(hour / 3) % 2 === hour % 2 ? 'a' : 'b';
      const level = (machine === 'a' ? 10 : 20) * (1 + 0.1 * Math.cos(((hour - 6) / 12) * Math.PI)) * (1 + random() / 20);
      return `${level},90,${at},${machine}`;
    });
    const file = fileOf('bands.csv', `value,runtime,starttime,VM_id\n${rows.join('\n')}\n`);
    const { data } = await parsed(file, '--time-zone', '+02:00');
    const { bands, daily, groups } = (data[0] as Element)['fluctuation'] as {
      bands: { bands: object[] };
      daily: { waves: { periodHours: number; peakHour: number }[] };
      groups: { explained: number };
    };
    expect(bands.bands).toHaveLength(2);
    expect(daily.waves.find(({ periodHours }) => periodHours === 24)?.peakHour).toBeCloseTo(8, 0);
    expect(groups.explained).toBe(1);
    const { out } = await analyzed(file);
    expect(out).toMatch(
      /\n {2}2 bands: \d+\.\d+ \(66\.7 %\), \d+\.\d+ \(33\.3 %\)\n {2}a course of 24 h: ±\S+ % of the median, highest at hour [56]\.\d\n/,
    );
    await expect(analyzed(file, '--time-zone', 'Nowhere')).rejects.toMatchObject({ code: 'usage' });
  });

  it('hands the options on', async () => {
    const file = fileOf(
      'small.csv',
      `value\n${step(7)
        .map((value, index) => (index < 100 ? value : value - 2.73))
        .join('\n')}\n`,
    );
    const count = async (...words: string[]): Promise<number> => (await parsed(file, ...words)).data[0]?.changePoints.length ?? -1;
    expect(await count()).toBe(0);
    expect(await count('--floor', '0', '--explore')).toBe(1);
    expect(await count('--floor', '0', '--alpha', '1e-99')).toBe(0);
    expect((await parsed(file, '--effect', 'absolute')).data[0]).toMatchObject({ effect: 'absolute' });
  });
});

describe('evenkeel analyze for a person', () => {
  it('prints a table with the course of each series, then its changes', async () => {
    const { out, exit } = await analyzed(fileOf('job times.csv', `value\n${step(1).join('\n')}\n`));
    const [header, row, empty, name, change] = out.split('\n');
    expect(header?.split(/ {2,}/)).toEqual(['series', 'n', 'missing', 'median', 'robust CV', 'changes', 'anomalies', 'course']);
    expect(row).toMatch(/^job times +200 +1\d\.\d\d +\d\d\.\d % +1 +\d+ {2}[▁▂▃]{20}\|[▆▇█]{20}$/);
    expect([empty, name, exit]).toEqual(['', 'job times', 0]);
    expect(change).toMatch(/^ {2}step at row 100, plausible 100 … 100: 1\.\d+ × \(1\.\d+ … 1\.\d+\), p \de-\d+$/);
  });

  it('says first what an injected fault did', async () => {
    const result = Array.from({ length: 200 }, (_, index) => ({
      timestamp: 1000 + index,
      duration: index >= 100 && index < 110 ? 5 : 0.5 + (index % 7) / 100,
      error: index >= 100 && index < 105 ? ['Timeout', 'x'] : [],
      atomic_actions: {},
    }));
    const hooks = [{ config: { args: { action: 'kill it' } }, results: [{ started_at: 1099.5, finished_at: 1100 }] }];
    const file = fileOf('fault.json', JSON.stringify([{ key: { name: 'A.b', pos: 0 }, result, hooks }]));
    const { out } = await analyzed(file);
    expect(out).toMatch(
      /^kill it, duration: down 5\.250 s \(0 … 10\.50\) in 1 of 1 load; slow \S+ s \(\S+ … \S+\) in 1 of 1 load, by \S+ × \(\S+ … \S+\); recovered \S+ s \(9\.500 … \S+\) after the injection\n\nseries/,
    );
    const { meta } = await parsed(file);
    expect(meta.files[0]).toMatchObject({
      faults: [{ action: 'kill it', startedAt: 1099.5e6 }],
      recoveries: [{ metric: 'duration', recovery: { withDowntime: 1 } }],
    });
  });

  it('does not say that a load recovered which had not', async () => {
    const result = Array.from({ length: 120 }, (_, index) => ({
      timestamp: 1000 + index,
      duration: 0.5,
      error: index >= 100 ? ['Timeout', 'x'] : [],
      atomic_actions: {},
    }));
    const hooks = [{ config: { args: { action: 'kill it' } }, results: [{ started_at: 1099.7, finished_at: 1100 }] }];
    const load = { key: { name: 'A.b', pos: 0 }, result, hooks };
    const one = await analyzed(fileOf('open.json', JSON.stringify([load])));
    expect(one.out).toMatch(
      /^kill it, duration: down 18\.50 s and longer in 1 of 1 load; never slow; not recovered at the end of 1 of 1 load\n/,
    );
    const two = await analyzed(fileOf('open2.json', JSON.stringify([load, load])));
    expect(two.out).toMatch(
      /^kill it, duration: down 18\.50 s and longer in 2 of 2 loads; never slow; not recovered at the end of 2 of 2 loads\n/,
    );
  });

  it('puts the file before a name that two files have', async () => {
    const { out } = await analyzed(fileOf('one.csv', 'x,y\n1,2\n3,4\n'), fileOf('two.csv', 'x\n1\n3\n'));
    expect(
      out
        .split('\n')
        .slice(1, 4)
        .map((line) => line.split(/ {2,}/)[0]),
    ).toEqual(['one.csv: x', 'y', 'two.csv: x']);
  });

  it('tells five malformed rows and how many more there are', async () => {
    const { err } = await analyzed(fileOf('bad.csv', `value\n1\n2\n3\n4\n5\n6\n7\n8\n9\n${'x\n'.repeat(7)}`));
    expect(err.split('\n')).toHaveLength(7);
    expect(err).toMatch(/bad\.csv: … and 2 more of 9 rows\n$/);
  });

  it('writes a report where it is told to, and nothing over what is no report', async () => {
    const folder = join(dirname(fileOf('r.csv', 'x\n1\n')), 'report');
    const file = fileOf('moved.csv', `value\n${step(1).join('\n')}\n`);
    const { out } = await analyzed(file, '--report', folder, '--alpha', '0.0005');
    expect(out.endsWith(`report: ${join(folder, 'report.md')}\n`)).toBe(true);
    const text = readFileSync(join(folder, 'report.md'), 'utf8');
    expect(text).toContain('`moved`, its largest change 1.');
    expect(text).toContain(`evenkeel analyze ${file} --alpha 0.0005\n`);
    expect(readFileSync(join(folder, 'figures', 'course-moved.svg'), 'utf8')).toContain('<svg');
    const again = await parsed(file, '--report', folder);
    expect(again.meta).toMatchObject({ report: { markdown: join(folder, 'report.md') } });
    await expect(analyzed(file, '--report', dirname(folder))).rejects.toMatchObject({ code: 'unwritable' });
  });

  it('needs a file', async () => {
    await expect(analyzed()).rejects.toMatchObject({ code: 'usage', exit: 2 });
    await expect(analyzed('x.csv', '--format', 'excel')).rejects.toMatchObject({ code: 'usage' });
    await expect(analyzed('x.csv', '--explore', '--alpha', '0.1')).rejects.toMatchObject({ code: 'usage' });
  });
});
