import { expect, it } from 'vitest';
import { judgeObjectives } from '../../../src/cli/compose/judge-objectives.ts';
import type { Config, ObjectiveConfig } from '../../../src/config/types.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { probe, T0, tempPlace, testReader, testWriter } from '../../store/store-fixture.ts';

const HOUR = 3_600_000_000;
const NOW = T0 + 48 * HOUR;
const objective: ObjectiveConfig = {
  id: 'R1',
  target: 'local',
  metric: 'probe_duration_seconds',
  tags: { probe: 'resolver' },
  stat: 'median',
  limit: 0.1,
  windowMs: 24 * 3_600_000,
  source: null,
};

const sample = (phase: string, value: number) => ({
  metric: 'probe_duration_seconds',
  tags: { probe: 'resolver', probe_kind: 'dns', phase },
  value,
});

/** A look with the phases wait and total. */
function timed(at: number, total: number, change: Partial<Observation> = {}): Observation {
  return probe({ at, samples: [sample('wait', total / 2), sample('total', total)], ...change });
}

async function judged(observations: readonly Observation[], change: Partial<ObjectiveConfig> = {}, target = 'local') {
  const place = tempPlace();
  const writer = await testWriter(place);
  for (const observation of observations) writer.observe(observation);
  await writer.flush();
  const config = { objectives: [{ ...objective, ...change }] } as unknown as Config;
  return judgeObjectives(config, await testReader(place), target, NOW);
}

const every = (count: number, of: (index: number) => Observation): Observation[] => Array.from({ length: count }, (_, index) => of(index));

it('takes the totals of one probe, not its phases, over the whole window', async () => {
  const spread = every(40, (index) => timed(NOW - 23 * HOUR + index * (HOUR / 2), 0.2 + index / 1e4));
  const [result] = await judged(spread, { limit: 0.15 });
  expect(result).toMatchObject({ id: 'R1', state: 'not met', n: 40 });
  expect(result?.value?.value).toBeCloseTo(0.20195, 6);
});

it('leaves out what is older, failed, retried, of another probe or of another target', async () => {
  const good = every(10, (index) => timed(NOW - HOUR + index, 0.01));
  const bad = [
    timed(NOW - 25 * HOUR, 9),
    timed(NOW - HOUR, 9, { attempt: 1 }),
    timed(NOW - HOUR, 9, { outcome: 'failed', code: 'timeout' }),
    timed(NOW - HOUR, 9, { subject: { kind: 'probe', key: 'other' } }),
    timed(NOW - HOUR, 9, { target: 'elsewhere' }),
  ];
  expect((await judged([...good, ...bad]))[0]).toMatchObject({ state: 'met', n: 10 });
});

it('takes a share over the first attempts on its subject', async () => {
  const ok = every(400, (index) => timed(NOW - 20 * HOUR + index * 1e6, 0.01));
  const others = every(50, (index) => timed(NOW - HOUR + index, 0.01, { subject: { kind: 'probe', key: 'other' }, outcome: 'failed', code: 'x', samples: [] })); // prettier-ignore
  const retried = every(50, (index) => timed(NOW - HOUR + index, 0.01, { attempt: 1, outcome: 'failed', code: 'x', samples: [] }));
  const [result] = await judged([...ok, ...others, ...retried], { stat: 'availability', limit: 0.9 });
  expect(result).toMatchObject({ state: 'met', n: 400 });
});

it('is undecided with a reason where nothing was measured, and silent about other targets', async () => {
  expect((await judged([]))[0]).toMatchObject({ state: 'undecided', value: null, reason: expect.any(String) });
  expect(await judged([], {}, 'elsewhere')).toEqual([]);
});
