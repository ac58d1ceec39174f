import { describe, expect, it } from 'vitest';
import { HarnessError } from '../../../src/core/errors.ts';
import { comparisonOf, markdownOf, sectionOf } from '../documents.ts';
import { AFTER, BEFORE, CONTROL } from '../plants.ts';

const TOOL = { name: 'sysbench', version: '1.0.21', params: { concurrency: 1, events: 5000, threads: 1 } };
const thrown = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('two campaigns with a shift', () => {
  const { document } = comparisonOf(BEFORE, AFTER);
  const answer = sectionOf(document, 'answer');

  it('are told apart in level and in spread, and the interval holds the planted ratio', () => {
    expect(answer).toContain('the time of `cpu` jobs improved by more than 5 %');
    expect(answer).toContain('the spread of `cpu` jobs shrank by more than 5 %');
    const row =
      sectionOf(document, 'fluctuation')
        .split('\n')
        .find((line) => line.startsWith('| time of a job | level |')) ?? '';
    const [, low, high] = /\((\d\.\d+) × … (\d\.\d+) ×\)/.exec(row) ?? [];
    expect(Number(low)).toBeLessThanOrEqual(0.8);
    expect(Number(high)).toBeGreaterThanOrEqual(0.8);
  });

  it('the other way round are worse', () => {
    const back = sectionOf(comparisonOf({ ...AFTER, runsBefore: 0 }, { ...BEFORE, runsBefore: 6 }).document, 'answer');
    expect(back).toContain('the time of `cpu` jobs got worse by more than 5 %');
    expect(back).toContain('the spread of `cpu` jobs grew by more than 5 %');
  });

  it('stand side by side on one scale', () => {
    const figure = document.blocks.find((block) => block.kind === 'figure' && block.id === 'job-by-job-cpu');
    const spec = figure?.kind === 'figure' ? figure.spec : {};
    expect(spec).toHaveProperty('facet.column.sort', ['before', 'after']);
    expect(spec).not.toHaveProperty('resolve');
    expect(figure?.kind === 'figure' ? new Set(figure.rows.map(({ side }) => side)) : null).toEqual(new Set(['before', 'after']));
  });

  it('open with what shared hosts mean', () => {
    expect(markdownOf(document).text).toContain('differences between them say nothing about a cloud. The run is the unit of evidence.');
  });

  it('are reproduced by a command that names them', () => {
    expect(sectionOf(document, 'appendix')).toContain('\nevenkeel report compare before after\n');
  });
});

describe('two campaigns without a shift', () => {
  it('never improved or got worse, and not decided is not called equivalent', () => {
    const { document } = comparisonOf(BEFORE, CONTROL);
    const text = markdownOf(document).text;
    expect(text).not.toMatch(/improved|got worse|shrank|grew/);
    expect(sectionOf(document, 'answer')).toContain('is not decided: the interval allows a change and none (about ');
  });

  it('of too few runs get no verdict, and the n that would do', () => {
    const answer = sectionOf(comparisonOf({ ...BEFORE, runs: 2 }, { ...CONTROL, runs: 2 }).document, 'answer');
    expect(answer).toContain('cannot be judged: too few units (about 5 units a side would decide');
    expect(answer).not.toMatch(/equivalent|improved|worse/);
  });
});

describe('what cannot be compared', () => {
  const after = { ...AFTER, jobTool: TOOL };

  it('is refused by name', () => {
    const error = thrown(() => comparisonOf(BEFORE, after));
    expect(error).toBeInstanceOf(HarnessError);
    expect(error).toMatchObject({ code: 'not-comparable' });
    expect((error as HarnessError).message).toContain('sysbench 1.0.20');
    expect((error as HarnessError).message).toContain('sysbench 1.0.21');
    expect((error as HarnessError).hint).toContain('--force');
  });

  it('is compared by force, and the report is marked', () => {
    const { text } = markdownOf(comparisonOf(BEFORE, after, { force: true }).document);
    expect(text.split('\n').slice(0, 12).join('\n')).toContain(
      'Forced: `job_duration_seconds of cpu jobs` was measured with instruments that cannot be compared',
    );
    expect(text).toContain('evenkeel report compare before after --force');
    expect(text).toContain('the time of `cpu` jobs improved');
  });

  it('force marks nothing where there is nothing to force', () => {
    expect(markdownOf(comparisonOf(BEFORE, AFTER, { force: true }).document).text).not.toContain('Forced:');
  });

  it('one run cannot stand on two sides', () => {
    expect(thrown(() => comparisonOf(BEFORE, BEFORE))).toMatchObject({ code: 'usage' });
  });
});

describe('a figure of a subset', () => {
  it('says whether it tells the same as all jobs, which all enter the numbers', () => {
    const all = comparisonOf(BEFORE, AFTER);
    const part = comparisonOf(BEFORE, AFTER, { jobs: { from: 1, to: 48 } });
    const verdicts = (document: typeof all.document): readonly string[] =>
      sectionOf(document, 'fluctuation')
        .split('\n')
        .filter((line) => line.startsWith('| '));
    expect(verdicts(part.document)).toEqual(verdicts(all.document));
    expect(sectionOf(part.document, 'fluctuation')).toContain(
      'The drawn jobs against the interval of all jobs: before: median inside, spread inside;',
    );
    const figure = part.document.blocks.find((block) => block.kind === 'figure' && block.id === 'job-by-job-cpu');
    const numbers = figure?.kind === 'figure' ? figure.rows.filter(({ row }) => row === 'job').map(({ job }) => Number(job)) : [];
    expect([Math.min(...numbers), Math.max(...numbers), numbers.length]).toEqual([1, 48, 96]);
  });

  it('says so when it does not', () => {
    const odd = { ...BEFORE, runs: 1, seed: 77, spread: 0.2 };
    const text = sectionOf(comparisonOf(odd, AFTER, { jobs: { from: 2, to: 2 } }).document, 'fluctuation');
    expect(text).toContain('spread outside');
  });
});

describe('around an event', () => {
  const event = { id: 7, until: null, target: null, kind: 'hardware', text: 'Zurich hardware upgrade' };

  it('says whether it lies between the sides, as coincidence', () => {
    const between = markdownOf(comparisonOf(BEFORE, AFTER, { around: { ...event, at: 1_793_690_000_000_000 } }).document).text;
    expect(between).toContain('Around “Zurich hardware upgrade”');
    expect(between).toContain('It lies between the two sides. That both fall together is a coincidence in time, no proof of a cause.');
    expect(between).not.toMatch(/because of|caused by|due to|thanks to/);
    const outside = markdownOf(comparisonOf(BEFORE, AFTER, { around: { ...event, at: 1_793_606_400_000_000 } }).document).text;
    expect(outside).toContain('It does not lie between the two sides.');
  });
});

describe('a reference', () => {
  it('is a third side with a ratio of its own', () => {
    const reference = { ...AFTER, seed: 25, campaign: 'other cloud', runsBefore: 12 };
    const { document } = comparisonOf(BEFORE, AFTER, { names: { before: 'before', after: 'after', reference: 'other cloud' } }, reference);
    const text = sectionOf(document, 'fluctuation');
    expect(text).toMatch(/\| time of a job \| level, after ÷ reference \| (?:0\.9|1\.0)/);
    expect(sectionOf(document, 'appendix')).toContain("--reference 'other cloud'");
  });
});
