import { describe, expect, it } from 'vitest';
import { HarnessError } from '../../src/core/errors.ts';
import { runExit, withPlace } from '../../src/run/run-exit.ts';
import type { ExecutionEnd } from '../../src/run/ports.ts';

const nothing = { crash: undefined, isAborted: false, ends: [], leftovers: [], lost: 0 };
const end = (state: ExecutionEnd['state'], exit: number | null = 0): { readonly end: Pick<ExecutionEnd, 'state' | 'exit'> } => ({
  end: { state, exit },
});

describe('runExit', () => {
  it.each([
    ['passed', 0, 0],
    ['threshold', 99, 1],
    ['script_error', 107, 3],
    ['no_data', 0, 3],
    ['aborted', 108, 3],
    ['not_started', 255, 3],
    ['not_started', 104, 2],
  ] as const)('gives for an execution that ended %s with %s: %s', (state, exit, expected) => {
    expect(runExit({ ...nothing, ends: [end('passed'), end(state, exit), end('passed')] })).toBe(expected);
  });

  it('names first what somebody has to see to first', () => {
    const all = {
      crash: new HarnessError('unwritable', 'no room'),
      isAborted: true,
      ends: [end('threshold', 99), end('script_error', 107), end('not_started', 104)],
      leftovers: ['drive'],
      lost: 0,
    };
    expect(runExit(all)).toBe(4);
    expect(runExit({ ...all, leftovers: [] })).toBe(130);
    expect(runExit({ ...all, leftovers: [], isAborted: false })).toBe(3);
    expect(runExit({ ...all, leftovers: [], isAborted: false, crash: new TypeError('a bug') })).toBe(70);
    expect(runExit({ ...nothing, ends: all.ends })).toBe(2);
    expect(runExit({ ...nothing, ends: all.ends.slice(0, 2) })).toBe(3);
    expect(runExit({ ...nothing, lost: 1, ends: [end('threshold', 99)] })).toBe(3);
    expect(runExit(nothing)).toBe(0);
  });
});

const full = (state: ExecutionEnd['state'], exit: number, place?: string): ExecutionEnd => ({
  state,
  exit,
  iterations: 0,
  scriptErrors: 0,
  summary: null,
  crossed: [],
  samplesFile: '/samples',
  problem: { message: 'm', ...(place === undefined ? {} : { place }) },
});

describe('withPlace', () => {
  it("gives the script's own problems the script's place, unless they tell a better one", () => {
    expect(withPlace(full('not_started', 104), '/a.ts').problem).toEqual({ message: 'm', place: '/a.ts' });
    expect(withPlace(full('script_error', 107), '/a.ts').problem?.place).toBe('/a.ts');
    expect(withPlace(full('script_error', 107, '/b.ts:1:2'), '/a.ts').problem?.place).toBe('/b.ts:1:2');
  });

  it('blames no script for what is not its own', () => {
    for (const other of [full('aborted', 109), full('not_started', 127), full('threshold', 99)])
      expect(withPlace(other, '/a.ts')).toBe(other);
  });
});
