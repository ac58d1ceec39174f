import { appendFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bench, minutes, type Bench } from './import-fixture.ts';

const HEADER = 'time,latency\n';

interface Document {
  readonly data: readonly {
    readonly rows: number;
    readonly known: number;
    readonly malformed: number;
    readonly refused: readonly unknown[];
  }[];
  readonly meta: { readonly exit: number; readonly errors: readonly { readonly code: string }[] };
}

async function imported(place: Bench, ...words: string[]): Promise<Document['data'][number]> {
  const { out } = await place.run('--json', ...words);
  return (JSON.parse(out) as Document).data[0] as Document['data'][number];
}

const counted = async (place: Bench): Promise<unknown> =>
  (
    await place.query(
      'select (select count(*) from observations) as observations, (select count(*) from samples) as samples, (select count(*) from series) as series, (select count(*) from subjects) as subjects',
    )
  )[0];

const stored = async (place: Bench): Promise<readonly (number | null)[]> =>
  (await place.query<{ value: number | null }>('select value from samples order by series, at, obs')).map(({ value }) => value);

describe('evenkeel import', () => {
  it('stores each row of a file once, with its instant, and tells the same of it the second time', async () => {
    const place = bench();
    const file = place.file('a.csv', `${HEADER}${minutes(1_203)}`);
    const first = await place.run(file);
    expect([first.exit, first.err]).toEqual([0, '']);
    expect(first.out).toMatch(/a\.csv +csv +imported +1203 +0 +0 +0\n/);
    const counts = await counted(place);
    expect(counts).toEqual({ observations: 1_203, samples: 1_203, series: 1, subjects: 1 });
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 1_203, malformed: 0, refused: [] });
    expect(await counted(place)).toEqual(counts);
    expect((await place.contents())[1_202]).toEqual({
      metric: 'latency',
      unit: 'none',
      target: 'imported',
      comparable: 'csv import {}',
      tags: '{}',
      clock: 'utc',
      key: 'csv latency',
      at: (1_767_225_600 + 60 * 1_202) * 1e6,
      value: (1_202 % 97) / 10,
      took_us: 0,
      outcome: 0,
      code: null,
      machine: null,
    });
    expect(await place.query('select worse, builtin, kind from metrics')).toEqual([{ worse: 'either', builtin: 0, kind: 'trend' }]);
  });

  it('keeps one row of a known content, with all that was malformed', async () => {
    const place = bench();
    const file = place.file('a.csv', `${HEADER}${minutes(3)}2026-13-01,4\n${minutes(1, 3)}${minutes(1, 4).replace(/,.*/, ',oops')}`);
    const { exit, err } = await place.run(file);
    expect(exit).toBe(0);
    expect(err).toBe(`${file}:5: column "time" is no instant: "2026-13-01"\n${file}:7: column "latency" is no number: "oops"\n`);
    expect(await place.query('select rows, bad_rows, done from imports')).toEqual([{ rows: 4, bad_rows: 2, done: 1 }]);
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 4, malformed: 0 });
  });

  it('takes the new rows of a file that has grown, also where it is gzip now, and nothing of an older copy', async () => {
    const place = bench();
    const file = place.file('a.csv', `${HEADER}${minutes(700)}`);
    const zipped = place.file('a.csv.gz', gzipSync(`${HEADER}${minutes(1_500)}`));
    await place.run(file);
    appendFileSync(file, minutes(300, 700));
    expect(await imported(place, file)).toMatchObject({ rows: 300, known: 700 });
    expect(await imported(place, zipped)).toMatchObject({ rows: 500, known: 1_000 });
    writeFileSync(zipped, gzipSync(`${HEADER}${minutes(1_501)}`));
    expect(await imported(place, zipped)).toMatchObject({ rows: 1, known: 1_500 });
    writeFileSync(file, `${HEADER}${minutes(700)}`);
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 700 });
    expect(await counted(place)).toMatchObject({ samples: 1_501, series: 1 });
    const clean = bench();
    await clean.run(clean.file('a.csv', `${HEADER}${minutes(1_501)}`));
    expect(await place.contents()).toEqual(await clean.contents());
  });

  it('knows a file with other line ends, in UTF-16, and with or without its last line end', async () => {
    const place = bench();
    const text = `${HEADER}${minutes(40)}`;
    await place.run(place.file('a.csv', text));
    const same = [text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), text.trimEnd(), `\ufeff${text}`];
    for (const each of same) expect(await imported(place, place.file('b.csv', each))).toMatchObject({ rows: 0, known: 40 });
    expect(await imported(place, place.file('c.csv', Buffer.from(`\ufeff${text}`, 'utf16le')))).toMatchObject({ rows: 0, known: 40 });
    expect(await counted(place)).toMatchObject({ samples: 40 });
  });

  it('adds nothing but lines that are no rows', async () => {
    const place = bench();
    const file = place.file('a.csv', `${HEADER}${minutes(3)}`);
    await place.run(file);
    appendFileSync(file, '\n# over\n');
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 3 });
    appendFileSync(file, minutes(1, 3));
    expect(await imported(place, file)).toMatchObject({ rows: 1, known: 3 });
    expect(await counted(place)).toMatchObject({ samples: 4 });
  });

  it('gives other series to another mapping, target or metric', async () => {
    const place = bench();
    const file = place.file('a.csv', `host,time,latency\na,2026-01-01,1\nb,2026-01-02,2\n`);
    for (const words of [
      [],
      ['--value', 'latency'],
      ['--group', 'host', '--value', 'latency'],
      ['--target', 'lab'],
      ['--metric', 'response_seconds'],
    ]) {
      expect(await imported(place, file, ...words)).toMatchObject({ rows: 2, known: 0 });
      expect(await imported(place, file, ...words)).toMatchObject({ rows: 0, known: 2 });
    }
    expect(await imported(place, file, '--format', 'csv')).toMatchObject({ rows: 0, known: 2 });
    expect(await counted(place)).toEqual({ observations: 10, samples: 10, series: 6, subjects: 6 });
    expect(await place.query(`select tags from series where comparable like '%groups%' order by 1`)).toEqual([
      { tags: '{"host":"a"}' },
      { tags: '{"host":"b"}' },
    ]);
  });

  it('keeps two files with the same values apart that are called after themselves', async () => {
    const place = bench();
    const [a, b] = [place.file('a.csv', 'value\n1\n2\n'), place.file('b.csv', 'value\n1\n2\n')];
    expect(await imported(place, a)).toMatchObject({ rows: 2 });
    expect(await imported(place, b)).toMatchObject({ rows: 2, known: 0 });
    expect((await place.query('select name from metrics order by 1')).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('a last line without end', () => {
  it('is stored, and gives way when it turns out to be longer', async () => {
    const place = bench();
    const file = place.file('a.csv', 'value\n1\n2\n3');
    expect(await imported(place, file)).toMatchObject({ rows: 3 });
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 3 });
    appendFileSync(file, '5');
    expect(await imported(place, file)).toMatchObject({ rows: 1, known: 2 });
    expect(await stored(place)).toEqual([1, 2, 35]);
    appendFileSync(file, '\n4\n');
    expect(await imported(place, file)).toMatchObject({ rows: 1, known: 3 });
    expect(await stored(place)).toEqual([1, 2, 35, 4]);
    expect((await place.query('select at from samples order by at')).map(({ at }) => at)).toEqual([0, 1, 2, 3]);
    expect(await place.query('select rows, bad_rows from imports order by bytes desc limit 1')).toEqual([{ rows: 4, bad_rows: 0 }]);
    // Copies that were cut in the middle of the line are older than what is known.
    for (const cut of ['value\n1\n2\n3', 'value\n1\n2\n35', 'value\n1\n2\n35\n', 'value\n1\n2\n']) {
      writeFileSync(file, cut);
      expect(await imported(place, file)).toMatchObject({ rows: 0 });
    }
    expect(await stored(place)).toEqual([1, 2, 35, 4]);
    // What goes on in another way is another file.
    writeFileSync(file, 'value\n1\n2\n36\n');
    expect(await imported(place, file)).toMatchObject({ rows: 1, known: 2 });
    expect(await stored(place)).toEqual([1, 2, 35, 4, 36]);
  });

  it('may be no row yet: half a record of JSON, too few cells, half a comment', async () => {
    const place = bench();
    const file = place.file('a.csv', 'time,latency,load\n2026-01-01,1,2\n2026-01-02,');
    expect(await imported(place, file)).toMatchObject({ rows: 2, malformed: 1 });
    appendFileSync(file, '3,4\n# ha');
    expect(await imported(place, file)).toMatchObject({ rows: 2, known: 2, malformed: 0 });
    appendFileSync(file, 'lf\n2026-01-03,5,6\n');
    expect(await imported(place, file)).toMatchObject({ rows: 2, known: 4, malformed: 0 });
    expect(await stored(place)).toEqual([1, 3, 5, 2, 4, 6]);
    expect(await place.query('select rows, bad_rows from imports order by bytes desc limit 1')).toEqual([{ rows: 6, bad_rows: 0 }]);
    const lines = place.file('k6.json', `${point('2026-01-01T00:00:00Z', 1)}\n${point('2026-01-01T00:00:01Z', 2).slice(0, 60)}`);
    expect(await imported(place, lines)).toMatchObject({ rows: 1, malformed: 1 });
    writeFileSync(lines, `${point('2026-01-01T00:00:00Z', 1)}\n${point('2026-01-01T00:00:01Z', 2)}\n`);
    expect(await imported(place, lines)).toMatchObject({ rows: 1, known: 1, malformed: 0 });
  });

  it('may end a record that began before it', async () => {
    const place = bench();
    const file = place.file('a.csv', 'note,value\nx,1\n"two\nlines",2');
    expect(await imported(place, file)).toMatchObject({ rows: 2, malformed: 0 });
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 2 });
    appendFileSync(file, '7\ny,3\n');
    expect(await imported(place, file)).toMatchObject({ rows: 2, known: 1 });
    expect(await stored(place)).toEqual([1, 27, 3]);
  });

  it('is all there is of a file of one line', async () => {
    const place = bench();
    const file = place.file('a.csv', '5');
    expect(await imported(place, file)).toMatchObject({ rows: 1 });
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 1 });
    appendFileSync(file, '1\n6\n');
    expect(await imported(place, file)).toMatchObject({ rows: 2, known: 0 });
    expect(await stored(place)).toEqual([51, 6]);
  });

  it('breaks off with a gzip stream, and goes on with the whole one', async () => {
    const place = bench();
    const whole = gzipSync(`${HEADER}${minutes(5_000)}`);
    const file = place.file('a.csv.gz', whole.subarray(0, whole.length / 2));
    const { rows, malformed } = await imported(place, file);
    expect(rows).toBeGreaterThan(500);
    expect(malformed).toBeGreaterThan(0);
    writeFileSync(file, whole);
    await place.run(file);
    expect(await counted(place)).toMatchObject({ samples: 5_000 });
    expect(await place.query('select rows, bad_rows from imports order by bytes desc limit 1')).toEqual([{ rows: 5_000, bad_rows: 0 }]);
  });
});

describe('rows without instants', () => {
  it('are counted on from what their series has, in a series of its own clock', async () => {
    const place = bench();
    await place.run(place.file('a.csv', 'value\n4\n5\n'));
    const run = (seconds: string): string =>
      `sysbench 1.0.11\nPrime numbers limit: 10000\nRunning the test with following options:\nGeneral statistics:\n    total time:                          ${seconds}s\n    total number of events:              100\n`;
    await place.run(place.file('1.txt', run('10.0001')), place.file('2.txt', run('11.0001')));
    expect(
      await place.query(
        `select m.name, r.clock, s.at, s.value from samples s join series r on r.id = s.series join metrics m on m.id = r.metric where m.name in ('a', 'time') order by 1, 3`,
      ),
    ).toEqual([
      { name: 'a', clock: 'index', at: 0, value: 4 },
      { name: 'a', clock: 'index', at: 1, value: 5 },
      { name: 'time', clock: 'index', at: 0, value: 10.0001 },
      { name: 'time', clock: 'index', at: 1, value: 11.0001 },
    ]);
    expect((await place.query(`select key from subjects where key like 'csv%'`))[0]).toEqual({ key: 'csv a by order' });
  });
});

describe('documents', () => {
  const rally = (times: readonly (number | null)[]): string =>
    JSON.stringify([
      {
        key: { name: 'Nova.boot' },
        hooks: [{ config: { args: 'kill it', name: 'hook' }, results: [{ started_at: 1_767_225_605, finished_at: 1_767_225_606 }] }],
        result: times.map((seconds, index) => ({
          timestamp: 1_767_225_600 + index,
          duration: seconds ?? 9,
          error: seconds === null ? ['TimeoutException'] : [],
          atomic_actions: {},
        })),
      },
    ]);

  it('that have grown give their new rows; failures have a code, no value and a duration; faults are events', async () => {
    const place = bench();
    const file = place.file('rally.json', rally([1, 2, null]));
    expect(await imported(place, file)).toMatchObject({ rows: 3, known: 0 });
    writeFileSync(file, rally([1, 2, null, 4]));
    expect(await imported(place, file)).toMatchObject({ rows: 1, known: 3 });
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 4 });
    expect(
      await place.query('select o.outcome, o.code, o.took_us, s.value from observations o join samples s on s.obs = o.id order by o.at'),
    ).toEqual([
      { outcome: 0, code: null, took_us: 1_000_000, value: 1 },
      { outcome: 0, code: null, took_us: 2_000_000, value: 2 },
      { outcome: 2, code: 'TimeoutException', took_us: 9_000_000, value: null },
      { outcome: 0, code: null, took_us: 4_000_000, value: 4 },
    ]);
    expect(await place.query('select at, until, kind, text from events')).toEqual([
      { at: 1_767_225_605e6, until: 1_767_225_606e6, kind: 'fault', text: 'kill it' },
    ]);
    expect(await place.query('select unit from metrics')).toEqual([{ unit: 'seconds' }]);
  });

  it('keep the dimensions of TCPD apart while both grow', async () => {
    const place = bench();
    const tcpd = (n: number): string =>
      JSON.stringify({
        name: 'pair',
        series: [
          { label: 'x', raw: Array.from({ length: n }, (_, i) => i) },
          { label: 'y', raw: Array.from({ length: n }, (_, i) => 5 - i) },
        ],
      });
    const file = place.file('pair.json', tcpd(3));
    await place.run(file);
    writeFileSync(file, tcpd(5));
    expect(await imported(place, file)).toMatchObject({ rows: 4, known: 6 });
    expect(await stored(place)).toEqual([0, 1, 2, 3, 4, 5, 4, 3, 2, 1]);
  });
});

describe('names of others', () => {
  it('become short, visible and free of secrets, and stay different', async () => {
    const place = bench();
    const [long, other] = ['x'.repeat(5_000), `${'x'.repeat(5_000)}y`];
    const cells = [long, other, 'a\u001b[31m\u202eb', `token ${place.secret}`, "'; drop table samples; --"];
    const file = place.file(
      'a.csv',
      `time,"rate of ok (%)","the instance"\n${cells.map((cell, index) => `2026-01-0${index + 1},${index},"${cell}"`).join('\n')}\n`,
    );
    expect(await imported(place, file, '--group', 'the instance', '--value', 'rate of ok (%)')).toMatchObject({ rows: 5, refused: [] });
    const rows = await place.query<{ name: string; tags: string; key: string }>(
      'select m.name, r.tags, u.key from series r join metrics m on m.id = r.metric join subject_series l on l.series = r.id join subjects u on u.id = l.subject',
    );
    expect(new Set(rows.map(({ tags }) => tags)).size).toBe(5);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(5);
    for (const { name, tags, key } of rows) {
      expect(name).toBe('rate_of_ok_');
      expect(JSON.parse(tags)).toMatchObject({ metric: 'rate of ok (%)', the_instance: expect.any(String) });
      expect((JSON.parse(tags) as { the_instance: string }).the_instance.length).toBeLessThanOrEqual(200);
      expect(key.length).toBeLessThanOrEqual(220);
      // oxlint-disable-next-line no-control-regex -- these are what must not get through
      expect(`${tags}${key}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]|hunter2/);
    }
  });

  it('that the store keeps for itself get an underscore', async () => {
    const place = bench();
    const file = place.file('a.csv', 'time,value,instance,run\n2026-01-01,1,a,1\n2026-01-01,2,b,1\n');
    expect(await imported(place, file, '--group', 'instance', 'run', '--value', 'value')).toMatchObject({ rows: 2, refused: [] });
    expect((await place.query('select tags from series order by 1')).map(({ tags }) => tags)).toEqual([
      '{"instance_":"a","run_":"1"}',
      '{"instance_":"b","run_":"1"}',
    ]);
  });

  it('of machines are kept beside the rows, not as series', async () => {
    const place = bench();
    const file = place.file('cpu.csv', 'value,runtime,starttime,VM_id\n1,1,2026-01-01,vm-a\n2,1,2026-01-02,vm-b\n3,1,2026-01-03,vm-a\n');
    await place.run(file);
    expect(await counted(place)).toMatchObject({ series: 1, subjects: 1 });
    expect((await place.contents()).map((row) => (row as { machine: string }).machine)).toEqual(['vm-a', 'vm-b', 'vm-a']);
  });
});

describe('bounds of the store', () => {
  it('refuses the series beyond 10,000 of a target, counts their rows and does not ask for them again', async () => {
    const place = bench();
    const rows = Array.from({ length: 10_003 }, (_, index) => `2026-01-01,${index},h${index}\n`).join('');
    const file = place.file('a.csv', `time,value,host\n${rows}`);
    const { err, exit } = await place.run(file, '--group', 'host');
    expect(exit).toBe(0);
    expect(err).toBe(`${file}: 3 rows of a were refused: its target has 10000 series already\n`);
    expect(await place.query('select rows, bad_rows from imports')).toEqual([{ rows: 10_000, bad_rows: 3 }]);
    expect(await counted(place)).toEqual({ observations: 10_000, samples: 10_000, series: 10_000, subjects: 10_000 });
    expect(await imported(place, file, '--group', 'host')).toMatchObject({ rows: 0, known: 10_000, refused: [] });
  });

  it('gives a metric of the catalogue its unit and direction, and refuses tags and units that it has not', async () => {
    const place = bench();
    const file = place.file('a.csv', 'time,value,job_kind,host\n2026-01-01,1,cpu,a\n2026-01-02,2,cpu,a\n');
    expect(await imported(place, file, '--metric', 'job_duration_seconds', '--group', 'job_kind')).toMatchObject({ rows: 2, refused: [] });
    expect(await place.query('select name, unit, worse, builtin from metrics')).toEqual([
      { name: 'job_duration_seconds', unit: 'seconds', worse: 'up', builtin: 1 },
    ]);
    expect(await imported(place, file, '--metric', 'job_duration_seconds', '--group', 'host')).toMatchObject({
      rows: 0,
      refused: [{ metric: 'job_duration_seconds', reason: 'the catalogue does not list its tag host', rows: 2 }],
    });
    const perfkit = place.file('p.json', '{"metric":"t","value":1,"unit":"ms","timestamp":1767225600}\n');
    expect(await imported(place, perfkit, '--metric', 'observer_lag_seconds')).toMatchObject({
      rows: 0,
      refused: [{ reason: 'its unit is ms, and that of the metric seconds', rows: 1 }],
    });
  });

  it('keeps values of another unit apart', async () => {
    const place = bench();
    const sample = (unit: string, value: number): string => `{"metric":"rate","value":${value},"unit":"${unit}","timestamp":1767225600}\n`;
    await place.run(place.file('p.json', sample('MB/s', 1) + sample('GB/s', 2) + sample('MB/s', 3)));
    expect(await place.query('select unit from metrics')).toEqual([{ unit: 'MB/s' }]);
    expect((await place.query('select tags from series order by id')).map(({ tags }) => tags)).toEqual(['{}', '{"unit":"GB/s"}']);
    expect(await stored(place)).toEqual([1, 3, 2]);
  });

  it('tells an instant that no store can keep', async () => {
    const place = bench();
    const file = place.file('a.csv', 'time,value\n2026-01-01,1\n9999-01-01,2\n');
    expect(await imported(place, file)).toMatchObject({ rows: 1, malformed: 1 });
    expect(await imported(place, file)).toMatchObject({ rows: 0, known: 1 });
  });

  it('keeps what was imported when old rows expire', async () => {
    const place = bench();
    await place.run(place.file('a.csv', `time,value\n2001-01-01,1\n`));
    const { testWriter } = await import('../store/store-fixture.ts');
    const writer = await testWriter({ file: `${place.folder}/evenkeel.db`, sessionsDir: `${place.folder}/sessions` });
    await writer.expire(1_767_225_600e6, { jobsMs: 1, probesMs: 1 });
    expect(await counted(place)).toMatchObject({ samples: 1 });
  });
});

describe('what cannot be imported', () => {
  it('exits 3 where a file cannot be read, and imports the others', async () => {
    const place = bench();
    const good = place.file('good.csv', 'value\n1\n');
    const bad = [
      place.file('empty.csv', ''),
      place.file('words.csv', 'a,b\nx,y\n'),
      place.file('header.csv', 'time,value\n'),
      place.file('bin.csv', '\0\0\0'),
      `${place.folder}/nope.csv`,
      place.folder,
    ];
    const { out, err, exit } = await place.run(...bad, good);
    expect(exit).toBe(3);
    expect(out).toMatch(/good\.csv +csv +imported +1 /);
    expect(err.match(/^error: /gm)).toHaveLength(6);
    for (const each of bad) expect(err).toContain(`${each}: Cannot read it`);
    expect(await counted(place)).toMatchObject({ samples: 1 });
    expect(await place.query('select count(*) as open from imports where done = 0')).toEqual([{ open: 0 }]);
  });

  it.each([
    [['--time', 'nope'], 'There is no column "nope"'],
    [['--value', 'nope'], 'There is no column "nope"'],
    [['--group', 'nope'], 'There is no column "nope"'],
    [['--metric', 'both'], 'It holds more than one metric (x, y)'],
  ])('exits 2 for %j', async (words, message) => {
    const place = bench();
    const { err, exit } = await place.run(place.file('a.csv', 'time,x,y\n2026-01-01,1,2\n'), ...words);
    expect([exit, err]).toEqual([2, expect.stringContaining(message)]);
    expect(await counted(place)).toMatchObject({ samples: 0, series: 0 });
  });

  it.each([
    [['--format', 'nope'], 'Allowed choices are auto, csv'],
    [['--metric', 'two words'], 'Expected at most 128 letters'],
    [['--target', '-a/b'], 'expected letters, digits'],
    [[], 'import needs at least one file'],
  ])('is an error of usage with %j', async (words, message) => {
    const place = bench();
    await expect(place.run(...words)).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(message) });
  });
});

function point(time: string, value: number): string {
  return JSON.stringify({ metric: 'x', type: 'Point', data: { time, value, tags: {} } });
}
