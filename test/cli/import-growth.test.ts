import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openContent } from '../../src/cli/compose/imports/file-content.ts';
import { importFile } from '../../src/cli/compose/imports/import-file.ts';
import { importSteps } from '../../src/cli/compose/imports/import-steps.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { KnownContent } from '../../src/store/imports.ts';
import { openWriter } from '../../src/store/open-writer.ts';
import { bench } from './import-fixture.ts';

const place = bench();
const writer = await openWriter({
  file: `${place.folder}/evenkeel.db`,
  sessionsDir: `${place.folder}/sessions`,
  clock: systemClock,
  random: seededRandom(1),
  log: silentLog,
  observer: { name: 'lab', place: null },
  version: '1',
  config: '',
  kind: 'import',
});
afterAll(() => writer.close('test over'));

const put = async (file: string, target: string): Promise<void> => {
  const deps = { writer, clock: systemClock, redact: (text: string) => text, signal: new AbortController().signal, waits: () => undefined };
  await importFile(file, { read: {}, target }, deps);
};

const stored = async (target: string): Promise<unknown> =>
  await place.query(
    `select s.at, s.value, o.took_us from samples s join series r on r.id = s.series join targets t on t.id = r.target join observations o on o.id = s.obs
     where t.name = ? order by s.at, s.obs`,
    target,
  );

/** Lines as a program appends them, some of them no rows, some longer than one line. */
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({ second: fc.integer({ min: 0, max: 99_999 }), value: fc.integer({ min: 0, max: 99_999 }) })
      .map(({ second, value }) => `${1_767_225_600 + second},${value / 100},x\n`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\n', '# a comment\n', '2026-02-31,1,x\n', 'half\n', '"1767225601",3,"two\nlines"\n', '1767225602,,x\n'),
  },
);

describe('a file that grows', () => {
  it('gives the same rows as one that was always so long, wherever it was cut before', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), fc.array(fc.nat(), { maxLength: 4 }), async (lines, cuts) => {
        round += 1;
        const start = 'time,latency,note\n1767225600,1,x\n1767225601,2,x\n';
        const text = `${start}${lines.join('')}`;
        const lengths = cuts.map((cut) => start.length + (cut % (text.length - start.length))).toSorted((a, b) => a - b);
        const [grown, clean] = [place.file(`grown-${round}.csv`, ''), place.file(`clean-${round}.csv`, text)];
        for (const [index, length] of [...lengths, text.length].entries()) {
          const part = text.slice(0, length);
          writeFileSync(grown, index % 2 === 0 ? part : gzipSync(part));
          await put(grown, `grown-${round}`);
        }
        await put(grown, `grown-${round}`);
        await put(clean, `clean-${round}`);
        expect(await stored(`grown-${round}`)).toEqual(await stored(`clean-${round}`));
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('is let go where the import is interrupted', async () => {
    const file = place.file('interrupted.csv', 'value\n1\n2\n');
    const signal = AbortSignal.abort(new Error('interrupted'));
    const deps = { writer, clock: systemClock, redact: (text: string) => text, signal, waits: () => undefined };
    await expect(importFile(file, { read: {}, target: 'interrupted' }, deps)).rejects.toThrow('interrupted');
    expect(await place.query('select count(*) as open from imports where done = 0')).toEqual([{ open: 0 }]);
  });

  it('is not imported where it changes between the two looks at it', async () => {
    const file = place.file('changing.csv', 'value\n1\n2\n');
    await put(file, 'changing');
    writeFileSync(file, 'value\n1\n2\n3\n');
    const content = await openContent(file, {});
    const known: KnownContent = {
      contentSha: '',
      bytes: 0,
      rows: 2,
      badRows: 0,
      tailSha: null,
      tailBytes: null,
      tailRows: 0,
      tailBad: 0,
      goneOn: 0,
    };
    const steps = importSteps(file, content, { content: known, lines: 3, hasTail: false, sha: 'of what it was', isTailReplaced: false });
    await expect(steps.next()).rejects.toMatchObject({ code: 'file-unreadable', message: 'It changed while it was read' });
  });
});
