import { faultRecovery, type LoadRecovery } from '../src/analysis/fault-recovery.ts';
import { median } from '../src/analysis/quantile.ts';
import { seededRandom } from '../src/core/random.ts';
import { closedLoop, LENGTHS } from '../test/analysis/closed-loop.ts';

/** What `faultRecovery` says of simulated loads, as docs/faults.md tells it; arguments: loads of each kind, first seed. */
const [loads, first] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 1)];
const FREEZES = [1, 2, 5, 15];

for (const [name, lengths] of Object.entries(LENGTHS)) {
  for (const length of [0, ...FREEZES]) {
    const found = Array.from({ length: loads }, (_, index) => measure(lengths(first + index), length, first + index));
    const count = (test: (one: (typeof found)[number]) => boolean): string => `${((100 * found.filter(test).length) / loads).toFixed(1)} %`;
    process.stdout.write(
      length === 0
        ? `${name}, undisturbed: slow period in ${count(({ slow }) => slow)}, slow from ${median(found.map(({ ratio }) => ratio)).toFixed(2)} times the median\n`
        : `${name}, ${length} s standstill: found ${count(({ near }) => near)}, bounds hold it ${count(({ held }) => held)}\n`,
    );
  }
}

interface Said {
  readonly slow: boolean;
  readonly near: boolean;
  readonly held: boolean;
  /** Limit ÷ median of the baseline. */
  readonly ratio: number;
}

/** A load of 90 s by five workers, whose work stands still for so many seconds from second 30 on. */
function measure(seconds: () => number, length: number, seed: number): Said {
  const freeze = { from: 30, to: 30 + length };
  const load = closedLoop({ workers: 5, horizon: 90, seconds, ...(length === 0 ? {} : { freeze }) }, seededRandom(seed));
  const { limit, loads: judged } = faultRecovery([load]);
  const [{ periods, baseline }] = judged as [LoadRecovery];
  const [begin, end] = [freeze.from, freeze.to].map((at) => (1000 + at) * 1e6) as [number, number];
  const near = periods.find(({ from, to }) => from.earliest <= end && (to.latest ?? Infinity) >= begin);
  const held =
    near !== undefined &&
    near.from.earliest <= begin &&
    near.from.latest >= begin &&
    near.to.earliest <= end &&
    (near.to.latest ?? Infinity) >= end &&
    near.length.min <= length &&
    (near.length.max ?? Infinity) >= length;
  return { slow: periods.length > 0, near: near !== undefined, held, ratio: limit / baseline.median };
}
