import { describe, expect, it } from 'vitest';
import { runProblems } from '../../../src/cli/output/run-problems.ts';
import type { ExecutionEnd } from '../../../src/run/ports.ts';

function end(state: ExecutionEnd['state'], problem?: ExecutionEnd['problem'], crossed: readonly string[] = []): ExecutionEnd {
  const rest = { exit: 0, iterations: 3, scriptErrors: 0, summary: null, samplesFile: '/samples' };
  return { ...rest, state, crossed, ...(problem === undefined ? {} : { problem }) };
}
const run = (state: 'done' | 'aborted', ...ends: ExecutionEnd[]) => ({
  state,
  executions: ends.map((each, index) => ({ scenario: `s${index + 1}`, end: each })),
  leftovers: [] as string[],
  lost: 0,
});
const thrown = { message: '3 of 3 iterations ended by an exception: TypeError: x', place: '/a.ts:4:5', hint: 'Correct the script' };

describe('runProblems', () => {
  it('has nothing to say of a run that went well', () => {
    expect(runProblems(run('done', end('passed'), end('passed')))).toBe('');
  });

  it('tells what could not be stored', () => {
    expect(runProblems({ ...run('done', end('passed')), lost: 3 })).toMatch(
      /^error: 3 observations could not be stored, and the report lacks them\. .+\n$/,
    );
  });

  it('tells an error in one paragraph, with its place first and its scenario', () => {
    expect(runProblems(run('done', end('passed'), end('script_error', thrown)))).toBe(
      'error: /a.ts:4:5: s2: 3 of 3 iterations ended by an exception: TypeError: x. Correct the script\n',
    );
  });

  it('calls a crossed threshold a finding, not an error', () => {
    expect(runProblems(run('done', end('threshold', { message: 'A threshold was crossed: a: p(95)<1' })))).toBe(
      's1: A threshold was crossed: a: p(95)<1.\n',
    );
    expect(runProblems(run('done', end('threshold', undefined, ['a: p(95)<1', 'b: rate<1'])))).toBe(
      's1: threshold crossed: a: p(95)<1\ns1: threshold crossed: b: rate<1\n',
    );
  });

  it('calls it no error where a person ended the run', () => {
    const aborted = end('aborted', { message: 'The execution was aborted before its end' });
    expect(runProblems(run('aborted', aborted))).toBe('s1: The execution was aborted before its end.\n');
    expect(runProblems(run('done', aborted))).toMatch(/^error: s1: /);
  });

  it('names everything that was not released and what to do', () => {
    expect(runProblems({ ...run('done', end('passed')), leftovers: ['drive-1', 'server-1'] })).toBe(
      'error: not released: drive-1, server-1. `evenkeel instances reap` tries again.\n',
    );
  });
});
