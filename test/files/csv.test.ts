import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRecord } from '../../src/files/csv/split-record.ts';
import type { ReadOptions } from '../../src/files/file-row.ts';
import { readSeries, type ReadFile } from '../../src/files/read-series.ts';
import { temporaryFiles } from './temporary-files.ts';

const fileOf = temporaryFiles();
let made = 0;

async function read(text: string, options: ReadOptions = {}, name = `f${(made += 1)}.csv`): Promise<ReadFile> {
  return readSeries(fileOf(name, text), options);
}

const valuesOf = ({ series }: ReadFile): readonly (readonly number[])[] => series.map(({ values }) => [...values]);
const keysOf = ({ series }: ReadFile): readonly string[] => series.map(({ name }) => name.key);
const timesOf = ({ series }: ReadFile): readonly string[] | null =>
  series[0]?.times === null ? null : [...(series[0]?.times ?? [])].map((at) => new Date(at / 1000).toISOString());

describe('splitRecord', () => {
  it.each([
    ['a,b,c', ['a', 'b', 'c']],
    ['', ['']],
    [',', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a ""b""",c', ['a "b"', 'c']],
    ['a,"",c', ['a', '', 'c']],
    ['5" disk,1', ['5" disk', '1']],
    [' "a,b" ,c', ['a,b', 'c']],
  ])('splits %j', (line, cells) => {
    expect(splitRecord(line, ',')).toEqual(cells);
  });

  it('does not end a record within a quote', () => {
    expect(splitRecord('a,"b', ',')).toBeUndefined();
    expect(splitRecord('a,"b\n,c"', ',')).toEqual(['a', 'b\n,c']);
  });

  it('splits what was joined with every cell quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const line = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
        expect(splitRecord(line, ',')).toEqual(cells);
      }),
    );
  });
});

describe('a CSV file', () => {
  it('with only a value is one series in the order of its rows, called as the file', async () => {
    const file = await read('value\n3\n1\n2\n', {}, 'clone time.csv');
    expect(keysOf(file)).toEqual(['clone time']);
    expect(valuesOf(file)).toEqual([[3, 1, 2]]);
    expect(timesOf(file)).toBeNull();
  });

  it('without a header is one series of its numbers', async () => {
    expect(valuesOf(await read('3\n1.5\n-2e3\n'))).toEqual([[3, 1.5, -2000]]);
    expect(valuesOf(await read('nan\n1\n2\n'))).toEqual([[Number.NaN, 1, 2]]);
  });

  it('without a header takes a leading instant as such, and a leading row number as none', async () => {
    const dated = await read('2024-01-01 00:00:00,1\n2024-01-02 00:00:00,2\n');
    expect([valuesOf(dated), timesOf(dated)]).toEqual([[[1, 2]], ['2024-01-01T00:00:00.000Z', '2024-01-02T00:00:00.000Z']]);
    const epochs = await read('1700000000,5\n1700000060,6\n');
    expect([valuesOf(epochs), timesOf(epochs)?.[1]]).toEqual([[[5, 6]], '2023-11-14T22:14:20.000Z']);
    const numbered = await read('0,5\n1,6\n2,6\n');
    expect([valuesOf(numbered), timesOf(numbered)]).toEqual([[[5, 6, 6]], null]);
  });

  it('has quotes, CR LF, a mark of UTF-8, empty lines and comments', async () => {
    const file = await read(
      '\uFEFFtime,value,note\r\n\r\n# by hand\r\n2024-01-01,"1",""\r\n2024-01-02,2,"two\r\nlines, with commas"\r\n2024-01-03,3,"""x"""\r\n',
    );
    expect(valuesOf(file)).toEqual([[1, 2, 3]]);
    expect(file.malformed).toBe(0);
  });

  it.each([
    ['semicolons and decimal commas', 'time;value\n2024-01-01 00:00:00;1,5\n2024-01-02 00:00:00;2\n'],
    ['tabs', 'time\tvalue\n2024-01-01\t1.5\n2024-01-02\t2\n'],
    ['commas', 'time,value\n2024-01-01,1.5\n2024-01-02,2\n'],
  ])('may be parted by %s', async (_, text) => {
    const file = await read(text);
    expect([valuesOf(file), timesOf(file)?.[0]]).toEqual([[[1.5, 2]], '2024-01-01T00:00:00.000Z']);
  });

  it('keeps the place of a value that is missing', async () => {
    const file = await read(
      'time,value\n2024-01-01,1\n2024-01-02,\n2024-01-03,NaN\n2024-01-04,null\n2024-01-05,inf\n2024-01-06,n/a\n2024-01-07,2\n',
    );
    expect(valuesOf(file)).toEqual([[1, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 2]]);
    expect(file.malformed).toBe(0);
  });

  it('is sorted by (time, row): rows of one instant keep their order', async () => {
    const file = await read('time,value\n2024-01-03,5\n2024-01-01,1\n2024-01-02,3\n2024-01-01,2\n2024-01-02,4\n');
    expect(valuesOf(file)).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('tells each malformed row with its line, and keeps the rest', async () => {
    const file = await read(
      'time,value\n2024-01-01,1\nyesterday,2\n2024-01-03,three\n\n2024-01-05\n2024-01-06,6,7\n2024-01-07,7\n2024-01-08,0x10\n',
    );
    expect(valuesOf(file)).toEqual([[1, 7]]);
    expect(file.malformed).toBe(5);
    expect(file.problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '3: column "time" is no instant: "yesterday"',
      '4: column "value" is no number: "three"',
      '6: it has 1 of 2 cells',
      '7: it has 3 cells where the header has 2',
      '9: column "value" is no number: "0x10"',
    ]);
  });

  it('counts all problems and tells a hundred', async () => {
    const file = await read(`value\n1\n2\n${'1 2\n'.repeat(250)}3\n4\n`, { values: ['value'] });
    expect([file.malformed, file.problems.length, valuesOf(file)]).toEqual([250, 100, [[1, 2, 3, 4]]]);
  });

  it('has a quote that is never closed: that line is lost, not the rest', async () => {
    const file = await read(`value,note\n1,a\n2,"open\n${Array.from({ length: 300 }, (_, index) => `${index + 3},b`).join('\n')}\n`);
    expect(file.problems).toMatchObject([{ line: 3, message: 'a quote is opened and not closed' }]);
    expect(file.rows).toBe(301);
    const short = await read('value,note\n1,a\n2,"open\n3,b\n');
    expect([valuesOf(short), short.malformed]).toEqual([[[1, 3]], 1]);
  });

  it('has a line that is too long', async () => {
    const file = await read(`value,note\n1,a\n2,${'x'.repeat(5_000_000)}\n3,b\n`);
    expect(valuesOf(file)).toEqual([[1, 3]]);
    expect(file.problems).toMatchObject([{ line: 3, message: 'the line is too long' }]);
  });

  it('has series of its own for each set of groups', async () => {
    const text = 'time,value,host,zone\n2024-01-01,1,a,x\n2024-01-01,10,b,x\n2024-01-02,2,a,x\n2024-01-02,11,b,"y, z"\n';
    expect(keysOf(await read(text, {}, 'g.csv'))).toEqual(['g']);
    const grouped = await read(text, { groups: ['zone', 'HOST'] }, 'g.csv');
    expect(keysOf(grouped)).toEqual(['g{zone=x, host=a}', 'g{zone=x, host=b}', 'g{zone="y, z", host=b}']);
    expect(valuesOf(grouped)).toEqual([[1, 2], [10], [11]]);
  });

  it('gives every column of numbers where none is called value, but for attributes', async () => {
    const text =
      'time,commit,build,p50,p99\n2025.01.01 3:00:00 +0100,aaa0,17,154023,10.43\n2025.01.02 3:00:00 +0100,aaa1,18,,10.23\n2025.01.03 3:00:00 +0100,aaa2,19,143112,x\n';
    const file = await read(text);
    expect(file.format).toBe('otava-csv');
    expect(keysOf(file)).toEqual(['p50', 'p99']);
    expect(valuesOf(file)).toEqual([
      [154_023, Number.NaN, 143_112],
      [10.43, 10.23],
    ]);
    expect(file.problems).toMatchObject([{ line: 4 }]);
  });

  it('takes the columns that are named', async () => {
    const text = 'when it began,took,time\n2024-01-02,5,0.3\n2024-01-01,6,0.2\n';
    const file = await read(text, { time: 'when it began', values: ['took', 'time'] });
    expect([keysOf(file), valuesOf(file)]).toEqual([
      ['took', 'time'],
      [
        [6, 5],
        [0.2, 0.3],
      ],
    ]);
    await expect(read(text, { values: ['nope'] })).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no column "nope"',
      hint: 'It has when it began, took, time.',
    });
  });

  it('does not take durations for instants', async () => {
    const file = await read('run,time\n1,12.5\n2,11.9\n3,12.2\n');
    expect([keysOf(file), valuesOf(file), timesOf(file)]).toEqual([['time'], [[12.5, 11.9, 12.2]], null]);
  });

  it('tells that instants cannot be read, and takes the rows in their order', async () => {
    const file = await read('date,value\n01/02/2024,1\n01/03/2024,2\n');
    expect([valuesOf(file), timesOf(file)]).toEqual([[[1, 2]], null]);
    expect(file.problems).toMatchObject([
      { line: 1, message: 'no instant can be read in column "date": the rows are taken in their order' },
    ]);
  });

  it.each(['', 'Unnamed: 0', 'index'])('does not take row numbers called %j for values', async (name) => {
    expect(keysOf(await read(`${name},latency\n0,5\n1,6\n2,5\n`))).toEqual(['latency']);
  });

  it('finds instants by content where no column is called so', async () => {
    const file = await read('Zeitpunkt,Dauer\n2024-01-02 10:00:00,5\n2024-01-01 10:00:00,6\n');
    expect([keysOf(file), valuesOf(file)]).toEqual([['Dauer'], [[6, 5]]]);
  });

  it('knows a header by the words over the numbers, even where some names are numbers', async () => {
    expect(keysOf(await read('timestamp,50,99\n2024-01-01,1,2\n2024-01-02,3,4\n'))).toEqual(['50', '99']);
  });

  it.each([
    ['words only', 'name,colour\na,red\nb,green\n'],
    ['prose', '# Title\n\nSome words, and more.\nOthers.\n'],
    ['a header only', 'time,value\n'],
  ])('with %s is refused by name', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'file-unreadable', place: expect.stringContaining('.csv') });
  });

  it('gives back any numbers in any order of instants', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ second: fc.integer({ min: 0, max: 50 }), value: fc.double({ noNaN: true, noDefaultInfinity: true }) }), {
          minLength: 1,
          maxLength: 40,
        }),
        async (rows) => {
          const text = `time,value\n${rows.map(({ second, value }) => `2024-01-01 00:00:${String(second).padStart(2, '0')},${value}`).join('\n')}\n`;
          const sorted = rows.map((row, index) => ({ ...row, index })).toSorted((a, b) => a.second - b.second || a.index - b.index);
          expect(valuesOf(await read(text, {}, 'any.csv'))).toEqual([sorted.map(({ value }) => value + 0 || 0)]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
