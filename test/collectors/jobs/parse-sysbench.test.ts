import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSysbenchCpu } from '../../../collectors/jobs/parse-sysbench.ts';

const REAL = '/../shared/data/sysbench';
const folder = `${process.cwd()}${REAL}`;

function installed(): boolean {
  try {
    execFileSync('sysbench', ['--version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

const text = (seconds: string, events: string, rate?: string): string =>
  [
    `CPU speed:`,
    ...(rate === undefined ? [] : [`    events per second:  ${rate}`]),
    'General statistics:',
    `    total time:                          ${seconds}s`,
    `    total number of events:              ${events}`,
    '',
  ].join('\n');

describe('parseSysbenchCpu', () => {
  test.skipIf(!installed())('reads what the installed sysbench prints', () => {
    const output = execFileSync('sysbench', ['cpu', '--events=50', '--time=0', '--threads=1', '--cpu-max-prime=2000', 'run'], {
      encoding: 'utf8',
    });
    const parsed = parseSysbenchCpu(output);
    expect(parsed?.events).toBe(50);
    expect(parsed?.seconds).toBeGreaterThan(0);
    expect(parsed?.eventsPerSecond).toBe(Number(/events per second:\s+([\d.]+)/.exec(output)?.[1]));
  });

  test('prefers the rate that is stated, and works it out where none is', () => {
    expect(parseSysbenchCpu(text('2.0000', '1000', '500.25'))).toEqual({ seconds: 2, events: 1000, eventsPerSecond: 500.25 });
    expect(parseSysbenchCpu(text('2.0000', '1000'))).toEqual({ seconds: 2, events: 1000, eventsPerSecond: 500 });
    expect(parseSysbenchCpu(text('2.0000', '1000', '500.25').replaceAll('\n', '\r\n'))?.eventsPerSecond).toBe(500.25);
  });

  test.each([
    ['nothing', ''],
    ['no events', text('2.0000', '0')],
    ['no time', text('0.0000', '1000')],
    ['a time with a comma', text('2,0000', '1000')],
    ['a time that is cut off', text('2.0000', '1000').slice(0, 60)],
    ['another total', text('2.0000', '1000').replace('total time:', 'total time taken by event execution:')],
  ])('finds no figures in %s', (_what, output) => {
    expect(parseSysbenchCpu(output)).toBeUndefined();
  });

  test('gives positive finite figures or none, whatever the text', () => {
    const lines = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom('total time: 1s', '  total time:   1e9s', 'total number of events: 7', 'events per second: -1'),
      ),
    );
    fc.assert(
      fc.property(lines, (parts) => {
        const parsed = parseSysbenchCpu(parts.join('\n'));
        const values = parsed === undefined ? [] : [parsed.seconds, parsed.events, parsed.eventsPerSecond];
        for (const value of values) expect(Number.isFinite(value) && value > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  describe.skipIf(!existsSync(folder))('on real outputs', () => {
    test('reads sysbench 0.4.12, which states no rate', () => {
      const parsed = parseSysbenchCpu(readFileSync(`${folder}/cwb-0.4.12-sysbench_cpu_stdout1.txt`, 'utf8'));
      expect(parsed).toEqual({ seconds: 30.0719, events: 10_000, eventsPerSecond: 10_000 / 30.0719 });
    });
  });
});
