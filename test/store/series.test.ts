import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/core/metrics.ts';
import type { Sample } from '../../src/core/observation.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { names } from '../../src/store/write/names.ts';
import { observationWriter } from '../../src/store/write/observations.ts';
import { MAX_SERIES_PER_TARGET, seriesBook } from '../../src/store/write/series.ts';
import { openSession } from '../../src/store/write/sessions.ts';
import { refusal } from '../../src/store/write/tags.ts';
import { afterTest, probe, T0, tempPlace } from './store-fixture.ts';

async function book(limit?: number) {
  const db = await openDatabase(tempPlace().file, 'write');
  afterTest(() => void db.close());
  const opening = {
    sessionUid: 's',
    observer: { uid: 'o', name: 'lab', place: null },
    kind: 'run',
    version: '1',
    config: '',
    startedAt: T0,
    storeUid: 'u',
  } as const;
  const { session, observer } = openSession(db, opening);
  const known = names(db, observer);
  const writer = observationWriter(db, session, known, seriesBook(db, observer, known, limit));
  let seq = 0;
  const observe = (target: string, samples: readonly Sample[]) =>
    writer.record({ seq: (seq += 1), observation: probe({ target, samples }) }, T0);
  const count = (table: string): number => db.prepare(`select count(*) from ${table}`).pluck().get() as number;
  return { db, observe, count };
}

function custom(zone: string): Sample {
  return { metric: 'custom', tags: { zone }, value: 1 };
}

describe('the cap on series', () => {
  it('refuses new series of a full target, still takes its old ones, and leaves other targets alone', async () => {
    const { observe, count } = await book(3);
    for (const zone of ['a', 'b', 'c']) expect(observe('one', [custom(zone)]).refused).toEqual([]);
    expect(observe('one', [custom('d'), custom('a'), custom('e')]).refused).toEqual([
      { metric: 'custom', reason: 'its target has 3 series already' },
      { metric: 'custom', reason: 'its target has 3 series already' },
    ]);
    expect(observe('two', [custom('d')]).refused).toEqual([]);
    expect([count('series'), count('samples'), count('observations')]).toEqual([4, 5, 5]);
  });

  it(`is ${MAX_SERIES_PER_TARGET} unless said`, async () => {
    const { observe, count } = await book();
    const { refused } = observe(
      'one',
      Array.from({ length: MAX_SERIES_PER_TARGET + 5 }, (_, index) => custom(`z${index}`)),
    );
    expect([refused.length, count('series')]).toEqual([5, MAX_SERIES_PER_TARGET]);
  });
});

describe('what a rolled back transaction had created', () => {
  it('is created again when it comes up the next time', async () => {
    const { db, observe, count } = await book();
    const bad = { ...custom('a'), value: 'x' as unknown as number };
    expect(() => observe('new', [custom('a'), bad])).toThrow(/Not a number: custom/);
    expect(['targets', 'metrics', 'subjects', 'series', 'samples'].map(count)).toEqual([0, 0, 0, 0, 0]);
    observe('new', [custom('a')]);
    expect(db.prepare('select metric, target, value from g_samples').all()).toEqual([{ metric: 'custom', target: 'new', value: 1 }]);
  });
});

describe('metrics', () => {
  it('of the catalogue are described by it; foreign ones are registered without a direction', async () => {
    const { db, observe } = await book();
    observe('one', [custom('a'), { metric: 'cpu_events_per_second', tags: { job_kind: 'cpu' }, value: 1 }]);
    expect(db.prepare('select name, kind, unit, worse, builtin from metrics order by name').all()).toEqual([
      { name: 'cpu_events_per_second', kind: 'trend', unit: 'events_per_second', worse: 'down', builtin: 1 },
      { name: 'custom', kind: 'trend', unit: 'none', worse: 'either', builtin: 0 },
    ]);
  });

  it('with equal tags in another order are one series', async () => {
    const { observe, count } = await book();
    observe('one', [
      { metric: 'custom', tags: { a: '1', b: '2' }, value: 1 },
      { metric: 'custom', tags: { b: '2', a: '1' }, value: 1 },
    ]);
    expect([count('series'), count('samples')]).toEqual([1, 2]);
  });
});

function refusalOf(tags: object): string | undefined {
  return refusal({ metric: 'custom', tags: tags as Sample['tags'], value: 1 });
}

describe('refusal', () => {
  it('lets every metric of the catalogue carry exactly its tags', () => {
    for (const { name, tags: allowed } of CATALOGUE) {
      const sample = { metric: name, tags: Object.fromEntries(allowed.map((tag) => [tag, 'x'])), value: 1 };
      expect(refusal(sample)).toBeUndefined();
      expect(refusal({ ...sample, tags: { ...sample.tags, colour: 'red' } })).toMatch(/does not list its tag colour/);
    }
  });

  it.each([
    ['run', { run: 'r1' }],
    ['instance', { instance: '3' }],
    ['url', { url: 'http://192.0.2.1/' }],
    ['error', { error: 'dial tcp' }],
    ['a long value', { zone: 'x'.repeat(201) }],
    ['a value that is no text', { zone: 7 }],
    ['a name with a space', { 'two words': 'x' }],
    ['a long name', { ['n'.repeat(65)]: 'x' }],
    ['thirteen tags', Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`t${index}`, 'x']))],
  ])('refuses %s as a tag of a foreign metric', (_, bad) => {
    expect(refusalOf(bad)).toBeTypeOf('string');
  });

  it('takes the tags that k6 gives, and no malformed metric name', () => {
    expect(refusalOf({ method: 'GET', status: '200', expected_response: 'true', group: '', name: 'login' })).toBeUndefined();
    for (const metric of ['', '9lives', 'a b', "x'; drop table samples", 'm'.repeat(129)])
      expect(refusal({ metric, tags: {}, value: 1 })).toBe('the metric name is malformed');
  });
});
