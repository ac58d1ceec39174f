import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileFormat } from '../../src/files/file-row.ts';
import { readSeries, type ReadFile } from '../../src/files/read-series.ts';
import { temporaryFiles } from './temporary-files.ts';

const fileOf = temporaryFiles();
let made = 0;

async function read(content: unknown, format?: FileFormat, name = `f${(made += 1)}`): Promise<ReadFile> {
  const text = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
  return readSeries(fileOf(name, text), format === undefined ? {} : { format });
}

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const shown = ({ series }: ReadFile): Record<string, readonly number[]> =>
  Object.fromEntries(series.map(({ name, values }) => [name.key, [...values]]));

describe('nab and azure-vm-noise', () => {
  it('are told by their columns and called as their file', async () => {
    const nab = await read('timestamp,value\n2014-02-14 14:30:00,0.132\n2014-02-14 14:35:00,0.134\n', undefined, 'cpu_a.csv');
    expect([nab.format, shown(nab)]).toEqual(['nab', { cpu_a: [0.132, 0.134] }]);
    const azure = await read(
      gzipSync('value,runtime,starttime,VM_id\n5,90.01,2023-06-06 16:05:55.750,7\n4,90.01,2023-06-04 16:05:55.750,8\n'),
      undefined,
      'sysbench-cpu.csv.gz',
    );
    expect([azure.format, shown(azure)]).toEqual(['azure-vm-noise', { 'sysbench-cpu': [4, 5] }]);
    // Machines are numbered in the order of the file, rows in the order of time.
    expect(azure.series[0]?.instances).toEqual({ names: ['7', '8'], of: Float64Array.of(1, 0) });
  });

  it('are refused where another format was asked for', async () => {
    await expect(read('time,latency\n2024-01-01,5\n', 'nab')).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no column "value"',
    });
  });
});

describe('tcpd', () => {
  const tcpd = (more: object): object => ({
    name: 'toy',
    n_obs: 3,
    n_dim: 1,
    time: { index: [0, 1, 2] },
    series: [{ label: 'V1', type: 'float', raw: [1, null, 3] }],
    ...more,
  });

  it('is one series, null missing, without instants where the file has only an index', async () => {
    const file = await read(tcpd({}));
    expect([file.format, shown(file), file.series[0]?.times]).toEqual(['tcpd', { toy: [1, Number.NaN, 3] }, null]);
  });

  it.each([
    ['%Y', ['1871', '1872', '1873'], '1872-01-01T00:00:00.000Z'],
    ['%Y', [1871, 1872, 1873], '1872-01-01T00:00:00.000Z'],
    ['%Y-%m', ['2019-01', '2019-02', '2019-03'], '2019-02-01T00:00:00.000Z'],
    ['%Y-%m-%d %H:%M:%S', ['2018-07-31 18:22:28', '2018-07-31 18:22:33', '2018-07-31 18:22:38'], '2018-07-31T18:22:33.000Z'],
  ])('has instants in the format %s', async (format, raw, second) => {
    const [series] = (await read(tcpd({ time: { index: [0, 1, 2], raw, format } }))).series;
    expect(new Date((series?.times?.[1] as number) / 1000).toISOString()).toBe(second);
  });

  it('keeps the order of its elements where the instants do not rise, since annotations count in it', async () => {
    const file = await read(tcpd({ time: { index: [0, 1, 2], raw: ['2019-03', '2019-02', '2019-01'], format: '%Y-%m' } }));
    expect([shown(file), file.series[0]?.times]).toEqual([{ toy: [1, Number.NaN, 3] }, null]);
  });

  it('is a series for each dimension', async () => {
    const file = await read(
      tcpd({
        n_dim: 2,
        series: [
          { label: 'Pace', raw: [1, 2, 3] },
          { label: 'Distance', raw: [4, 'x', 6] },
        ],
      }),
    );
    expect(shown(file)).toEqual({ 'toy{dimension=Pace}': [1, 2, 3], 'toy{dimension=Distance}': [4, 6] });
    expect(file.problems).toMatchObject([{ line: 2, message: 'value 2 is no number: "x"' }]);
  });
});

describe('rally', () => {
  const iteration = (timestamp: number, duration: number, error: unknown[] = [], actions: unknown = { boot: duration / 2 }): object => ({
    timestamp,
    duration,
    error,
    atomic_actions: actions,
    idle_duration: 0,
  });
  const hooks = [
    { config: { name: 'fault', args: { action: 'kill it' } }, results: [{ started_at: 100.5, finished_at: 101, status: 'success' }] },
  ];

  it('gives durations and atomic actions of each load, failures and the injected faults', async () => {
    const first = {
      key: { name: 'Servers.boot', pos: 0 },
      result: [iteration(101, 4), iteration(100, 2), iteration(102, 9, ['Timeout', 'words'], { boot: null })],
      hooks,
    };
    const file = await read([first, { key: { name: 'Servers.boot', pos: 1 }, result: [iteration(200, 1)] }]);
    expect(file.format).toBe('rally');
    expect(shown(file)).toEqual({
      'duration{scenario=Servers.boot, load=1}': [2, 4, Number.NaN],
      'boot{scenario=Servers.boot, load=1}': [1, 2, Number.NaN],
      'duration{scenario=Servers.boot, load=2}': [1],
      'boot{scenario=Servers.boot, load=2}': [0.5],
    });
    expect(file.series[0]?.failures).toEqual([{ index: 2, code: 'Timeout', took: 9 }]);
    expect(file.series[1]?.failures).toEqual([{ index: 2, code: 'Timeout', took: null }]);
    expect(file.faults).toEqual([
      { startedAt: 100.5e6, finishedAt: 101e6, action: 'kill it', groups: { scenario: 'Servers.boot', load: '1' } },
    ]);
  });

  it('reads the newer documents, where actions have a begin and an end', async () => {
    const data = [
      iteration(
        100,
        3,
        [],
        [
          { name: 'boot', started_at: 100, finished_at: 102, children: [] },
          { name: 'delete', started_at: 102, finished_at: 103, failed: true },
        ],
      ),
    ];
    const file = await read({
      info: {},
      tasks: [
        {
          subtasks: [
            {
              workloads: [
                { name: 'Servers.boot', data, hooks: [{ config: { action: ['shell', 'reboot'] }, results: [{ started_at: 99 }] }] },
              ],
            },
          ],
        },
      ],
    });
    expect(shown(file)).toEqual({
      'duration{scenario=Servers.boot, load=1}': [3],
      'boot{scenario=Servers.boot, load=1}': [2],
      'delete{scenario=Servers.boot, load=1}': [Number.NaN],
    });
    expect(file.faults).toMatchObject([{ startedAt: 99e6, finishedAt: null, action: 'reboot' }]);
  });

  it('tells an iteration that is none', async () => {
    const file = await read([{ key: { name: 'a' }, result: [iteration(1, 2), { duration: 3 }, 'x'] }]);
    expect([file.malformed, file.problems[0]?.message]).toEqual([2, 'load 1, iteration 2: it has no timestamp']);
  });
});

describe('perfkit', () => {
  const sample = (more: object): string =>
    JSON.stringify({
      test: 'iperf',
      metric: 'Throughput',
      value: 10,
      unit: 'Mbits/sec',
      timestamp: 1_400_282_227,
      labels: '|cloud:GCP||zone:a||run_uri:x|',
      run_uri: 'x',
      ...more,
    });

  it('is a series for each metric, test and set of labels that name no single run', async () => {
    const file = await read(
      [
        sample({}),
        sample({ value: 9, timestamp: 1_400_282_200, labels: '|cloud:GCP||zone:a||run_uri:y|' }),
        sample({ labels: '|cloud:GCP||zone:b|' }),
      ].join('\n'),
    );
    expect(file.format).toBe('perfkit');
    expect(shown(file)).toEqual({
      'Throughput{test=iperf, cloud=GCP, zone=a}': [9, 10],
      'Throughput{test=iperf, cloud=GCP, zone=b}': [10],
    });
    expect(file.series[0]?.name.unit).toBe('Mbits/sec');
  });

  it('takes the labels that are named', async () => {
    const file = await readSeries(fileOf('labels.ndjson', [sample({}), sample({ labels: '|cloud:AWS|' })].join('\n')), {
      groups: ['cloud', 'zone'],
    });
    expect(Object.keys(shown(file))).toEqual(['Throughput{cloud=GCP, zone=a}', 'Throughput{cloud=AWS}']);
  });

  it('makes out what it can of malformed labels, and tells them', async () => {
    const file = await read([sample({ labels: '|cloud:GCP|[ip_type:internal|' }), sample({ labels: '|cloud:GCP||broken|' })].join('\n'));
    expect(Object.keys(shown(file))).toEqual(['Throughput{test=iperf, cloud=GCP, ip_type=internal}', 'Throughput{test=iperf, cloud=GCP}']);
    expect(file.problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '1: malformed label, row kept: "[ip_type:internal"',
      '2: malformed label, row kept: "broken"',
    ]);
  });

  it('tells lines that are no samples, and keeps the others', async () => {
    const file = await read(
      [sample({}), '{"torn', '', '[1]', sample({ timestamp: null }), sample({ value: '5' }), sample({ value: 11 })].join('\n'),
    );
    expect(Object.values(shown(file))).toEqual([[10, 11]]);
    expect(file.problems.map(({ line }) => line)).toEqual([2, 4, 5, 6]);
  });
});

describe('k6', () => {
  const point = (metric: string, time: string, value: number, tags: object = { scenario: 'default' }): string =>
    JSON.stringify({ type: 'Point', metric, data: { time, value, tags } });
  const metric = (name: string, contains: string): string =>
    JSON.stringify({ type: 'Metric', metric: name, data: { name, type: 'trend', contains, thresholds: [] } });

  it('gives seconds where its JSON says time, and the failed requests as such', async () => {
    const file = await read(
      [
        metric('http_req_duration', 'time'),
        point('http_req_duration', '2024-01-01T00:00:02.5+01:00', 250),
        point('http_req_duration', '2024-01-01T00:00:01.5+01:00', 125),
        point('http_req_duration', '2024-01-01T00:00:03.5+01:00', 60_000, {
          scenario: 'default',
          expected_response: 'false',
          error_code: '1050',
          status: '0',
        }),
        metric('checks', 'default'),
        point('checks', '2024-01-01T00:00:02Z', 1, { check: 'is 200', group: '' }),
        'no JSON',
      ].join('\n'),
    );
    expect(file.format).toBe('k6');
    expect(shown(file)).toEqual({ 'http_req_duration{scenario=default}': [0.125, 0.25, Number.NaN], 'checks{check="is 200"}': [1] });
    expect(file.series.map(({ name }) => name.unit)).toEqual(['s', null]);
    expect(file.series[0]?.failures).toEqual([{ index: 2, code: '1050', took: 60 }]);
    expect(file.problems).toMatchObject([{ line: 7 }]);
  });

  it('reads its CSV as its JSON', async () => {
    const header =
      'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,status,subproto,tls_version,url,extra_tags';
    const lines = [
      header,
      'http_req_duration,1595325560,221.5,,,,true,,GET,"http://a/?x=1,2",HTTP/1.1,default,200,,,http://a/,zone=b',
      'http_req_duration,1595325561,5,,dial,1212,false,,GET,http://a/,,default,0,,,http://a/,',
      'my_trend,1595325560,7,,,,,::setup,,,,default,,,,,',
      'broken,line',
    ];
    const file = await read(lines.join('\n'));
    expect(shown(file)).toEqual({
      'http_req_duration{scenario=default}': [0.2215, Number.NaN],
      'my_trend{scenario=default, group=::setup}': [7],
    });
    expect(file.problems).toMatchObject([{ line: 5, message: 'it is no point of k6' }]);
    const grouped = await readSeries(fileOf('k6.csv', lines.join('\n')), { groups: ['status', 'zone'] });
    expect(Object.keys(shown(grouped))).toEqual(['http_req_duration{status=200, zone=b}', 'http_req_duration{status=0}', 'my_trend']);
  });
});

describe('fio', () => {
  const job = (more: object = {}): object => ({
    jobname: 'j',
    error: 0,
    read: { io_bytes: 0, bw: 0, iops: 0 },
    write: { io_bytes: 4096, io_kbytes: 4, bw_bytes: 2048, bw: 2, iops: 8, runtime: 2000, lat_ns: { mean: 5e6 } },
    ...more,
  });
  const output = (jobs: readonly object[], more: object = {}): string =>
    JSON.stringify({ 'fio version': 'fio-3.33', timestamp_ms: 1_700_000_000_123, jobs, ...more });

  it('reads what fio wrote here, as JSON and as text', async () => {
    const json = await read(fixture('fio-3.33.json'));
    expect(json.series.map(({ name, values }) => [name.key, name.unit, values.length])).toEqual([
      ['bandwidth{job=mix, direction=read}', 'B/s', 2],
      ['iops{job=mix, direction=read}', '1/s', 2],
      ['latency{job=mix, direction=read}', 's', 2],
      ['bandwidth{job=mix, direction=write}', 'B/s', 2],
      ['iops{job=mix, direction=write}', '1/s', 2],
      ['latency{job=mix, direction=write}', 's', 2],
    ]);
    const text = await read(fixture('fio-3.33.txt'));
    expect(shown(text)).toEqual({
      'bandwidth{job=mix, direction=read}': [12.6 * 1024 ** 2],
      'iops{job=mix, direction=read}': [3219],
      'latency{job=mix, direction=read}': [275.03 * 1e-6],
      'bandwidth{job=mix, direction=write}': [11.8 * 1024 ** 2],
      'iops{job=mix, direction=write}': [3024],
      'latency{job=mix, direction=write}': [2838.56 * 1e-9],
    });
  });

  it('reads several outputs with banners around, in their order', async () => {
    const file = await read(`note: {x}\n${output([job()])}\nJobs: 1 (f=1): [R(1)]\n${output([job({ job_start: 1_700_000_100_000 })])}`);
    expect(shown(file)).toMatchObject({ 'latency{job=j, direction=write}': [0.005, 0.005] });
    expect([...(file.series[0]?.times ?? [])]).toEqual([1_700_000_000_123_000, 1_700_000_100_000_000]);
  });

  it('knows the units of versions before 3', async () => {
    const old = { jobname: 'j', error: 0, read: { io_bytes: 4, bw: 2, iops: 1, lat: { mean: 1500 } } };
    expect(shown(await read({ 'fio version': 'fio-2.1.4', jobs: [old] }))).toEqual({
      'bandwidth{job=j, direction=read}': [2048],
      'iops{job=j, direction=read}': [1],
      'latency{job=j, direction=read}': [0.0015],
    });
  });

  it('has clients, failed jobs, missing figures and an output that breaks off', async () => {
    const clients = await read(
      JSON.stringify({ 'fio version': 'fio-3.7', client_stats: [job({ hostname: 'a' }), job({ hostname: 'b' })] }),
    );
    expect(clients.series[0]?.instances?.names).toEqual(['a', 'b']);
    const failed = await read(output([job(), job({ error: 28 })]));
    expect(failed.series[0]?.failures).toEqual([{ index: 1, code: 'error 28', took: null }]);
    const lacking = await read(output([job({ write: { io_bytes: 1, bw: 2 } })]));
    expect(lacking.problems.map(({ message }) => message)).toEqual(['job j, write: there is no iops', 'job j, write: there is no latency']);
    const torn = await read(`${output([job()])}\n${output([job()]).slice(0, -40)}\n`);
    expect([torn.rows, torn.problems[0]?.message]).toEqual([3, 'an output of fio breaks off or is damaged']);
  });

  it.each([
    ['nothing moved', output([job({ write: { io_bytes: 0, bw: 0 } })])],
    ['no jobs', output([])],
    ['only a torn output', output([job()]).slice(0, -10)],
  ])('is refused with %s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('it holds no measurement'),
    });
  });
});

describe('sysbench and stress-ng', () => {
  it('gives a series for each figure of each test, and what it printed while it ran', async () => {
    const cpu = await read(fixture('sysbench-1.0.20-cpu.txt'));
    expect(cpu.format).toBe('sysbench');
    expect(shown(cpu)).toEqual({
      'interval_event_rate{test=cpu}': [1636.1],
      'interval_latency{test=cpu}': [0.003_49],
      'event_rate{test=cpu}': [1614.6],
      'time{test=cpu}': [1.0172],
      'events{test=cpu}': [1644],
      'latency{test=cpu}': [0.000_61],
      'latency_max{test=cpu}': [0.012_39],
      'latency_p95{test=cpu}': [0.003_49],
    });
  });

  it.each([
    ['mem', 'memory', { transfer_rate: 3919.48 * 1024 ** 2, operation_rate: 4_013_546.66 }],
    ['fileio', 'fileio', { read_rate: 147.33 * 1024 ** 2, write_rate: 98.22 * 1024 ** 2, read_operation_rate: 9429.16 }],
    // 1.0 does not print what these were.
    ['threads', 'other', {}],
    ['mutex', 'other', {}],
  ])('knows the test of %s', async (name, test, figures) => {
    const file = await read(fixture(`sysbench-1.0.20-${name}.txt`));
    expect(file.series.map(({ name: { groups } }) => groups['test'])).toEqual(file.series.map(() => test));
    const wanted = Object.fromEntries(Object.entries(figures).map(([metric, value]) => [`${metric}{test=${test}}`, [value]]));
    expect(shown(file)).toMatchObject(wanted);
  });

  it('reads several runs of one text, also where their first lines have words before them', async () => {
    const one = fixture('sysbench-1.0.20-mem.txt');
    expect(shown(await read(`CPU 0 ${one}\nCPU 1 ${one}`))['time{test=memory}']).toEqual([0.05, 0.05]);
  });

  it('computes the rate that 0.4 does not print', async () => {
    const text =
      'sysbench 0.4.12:  multi-threaded system evaluation benchmark\n\nRunning the test with following options:\nNumber of threads: 1\n\nDoing CPU performance benchmark\n\nTest execution summary:\n    total time:                          20.0000s\n    total number of events:              10000\n    per-request statistics:\n         avg:                                  2.00ms\n         approx.  95 percentile:               2.50ms\n';
    expect(shown(await read(text))).toMatchObject({
      'event_rate{test=cpu}': [500],
      'latency{test=cpu}': [0.002],
      'latency_p95{test=cpu}': [0.0025],
    });
  });

  it('reads the metrics of stress-ng', async () => {
    const text =
      'stress-ng: info:  [7] dispatching hogs: 1 cpu\nstress-ng: info:  [7] stressor       bogo ops real time  usr time  sys time   bogo ops/s   bogo ops/s\nstress-ng: info:  [7] cpu                1875     10.00      9.99      0.00       187.50       187.69\n';
    const file = await read(text);
    expect([file.format, shown(file)]).toEqual(['stress-ng', { 'bogo_operation_rate{stressor=cpu}': [187.5] }]);
    await expect(read('stress-ng: info:  [7] dispatching hogs: 1 cpu\n')).rejects.toMatchObject({
      message: expect.stringContaining('--metrics-brief'),
    });
  });
});

describe('what is of no known format', () => {
  it.each([
    ['{}', 'it is JSON of no known format'],
    ['{"a": 1}\n{"b": 2}\n', 'it is no JSON'],
    ['{"series": [', 'it is no JSON'],
    ['[[1, 2], [3, 4]]', 'it is JSON of no known format'],
  ])('%j is refused', async (text, why) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'file-unreadable', message: expect.stringContaining(why) });
  });

  it('is refused where a format was asked for', async () => {
    await expect(read('value\n1\n', 'tcpd')).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(read('{"a": 1}', 'tcpd')).rejects.toMatchObject({ message: 'Cannot read it: it is not of the format tcpd' });
    for (const format of ['k6', 'perfkit', 'fio', 'sysbench', 'stress-ng'] as const)
      await expect(read('value\n1\n2\n', format), format).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('keeps what stands before a gzip stream breaks off', async () => {
    const whole = gzipSync(`value\n${Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 100_003).join('\n')}\n`);
    const file = await read(whole.subarray(0, whole.length / 2));
    expect(file.rows).toBeGreaterThan(10_000);
    expect(file.problems.at(-1)?.message).toContain('its gzip stream breaks off');
    const document = gzipSync(
      JSON.stringify({ series: [{ raw: Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 100_003) }] }),
    );
    await expect(read(document.subarray(0, document.length / 2))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('breaks off'),
    });
  });
});
