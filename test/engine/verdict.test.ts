import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitMeaning, isCarriedOut } from '../../src/engine/exit-codes.ts';
import { judge, type ExecutionFacts } from '../../src/engine/verdict.ts';

const GOOD: ExecutionFacts = {
  exit: 0,
  signal: null,
  asked: 'nothing',
  limitMs: 1000,
  iterations: 10,
  scriptErrors: 0,
  maxScriptErrors: 0,
  missing: [],
  crossed: [],
};
const THROWN = { message: 'TypeError: x', place: '/a.ts:3:5' };

describe('judge', () => {
  it('passes what did its plan, without a problem', () => {
    expect(judge(GOOD)).toEqual({ state: 'passed' });
    expect(judge({ ...GOOD, exit: 105, asked: 'stop' })).toEqual({ state: 'passed' });
  });

  it.each<[string, Partial<ExecutionFacts>, string, RegExp]>([
    ['crossed thresholds', { exit: 99, crossed: ['a: avg<1', 'b: max<2'] }, 'threshold', /a: avg<1; b: max<2/],
    ['crossed thresholds before errors of the script', { exit: 99, scriptErrors: 10, thrown: THROWN }, 'threshold', /10 of 10 .*TypeError/],
    ['crossed thresholds before no data', { exit: 99, iterations: 0, missing: ['m'] }, 'threshold', /threshold/],
    ['crossed thresholds of a stopped execution', { exit: 105, asked: 'stop', crossed: ['a: avg<1'] }, 'threshold', /avg<1/],
    [
      'one exception where none is allowed',
      { scriptErrors: 1, thrown: THROWN },
      'script_error',
      /^1 of 10 .*none is allowed.*TypeError: x/,
    ],
    ['errors of the script before what they made missing', { scriptErrors: 10, missing: ['m'] }, 'script_error', /10 of 10/],
    ['more exceptions than allowed', { scriptErrors: 3, maxScriptErrors: 0.2 }, 'script_error', /at most 20 %/],
    ['no iterations', { iterations: 0 }, 'no_data', /No iteration/],
    ['no iterations in a stopped execution', { iterations: 0, exit: 105, asked: 'stop' }, 'no_data', /No iteration/],
    ['a promise that is not kept', { missing: ['evk_a', 'evk_b'] }, 'no_data', /evk_a, evk_b.*them/],
    ['an abort', { asked: 'abort', exit: 105 }, 'aborted', /aborted/],
    ['an abort that came too late', { asked: 'abort', exit: 0 }, 'aborted', /aborted/],
    ['the end of the limit', { asked: 'limit', exit: null, signal: 'SIGKILL', limitMs: 90_000 }, 'aborted', /after 90 s/],
    ['a kill from outside', { exit: null, signal: 'SIGKILL' }, 'aborted', /SIGKILL/],
    [
      'a planned stop that came before the engine began',
      { asked: 'stop', exit: null, signal: 'SIGINT', iterations: 0 },
      'no_data',
      /before/,
    ],
    ['a planned stop that was ignored', { asked: 'stop', exit: null, signal: 'SIGKILL' }, 'aborted', /planned stop and was killed/],
    ['a signal that was not ours', { exit: 105 }, 'aborted', /signal/],
    ['an abort by the script', { exit: 108, complaint: { message: 'test aborted: enough' } }, 'aborted', /test aborted: enough/],
    ['invalid options', { exit: 104, iterations: 0, complaint: { message: 'no metric name "x" found' } }, 'not_started', /no metric name/],
    ['an exception in setup', { exit: 107, iterations: 0, complaint: THROWN }, 'script_error', /outside its iterations: TypeError/],
    ['a mark as failed by the script', { exit: 110 }, 'threshold', /test\.fail/],
    ['an unknown end', { exit: 2 }, 'aborted', /exit code 2/],
    ['a loader that found nothing', { exit: 127, iterations: 0 }, 'not_started', /cannot be run/],
  ])('tells %s', (_, facts, state, message) => {
    const judgement = judge({ ...GOOD, ...facts });
    expect(judgement.state).toBe(state);
    expect(judgement.problem?.message).toMatch(message);
  });

  it('hands on the place of the exception', () => {
    expect(judge({ ...GOOD, scriptErrors: 1, thrown: THROWN }).problem?.place).toBe('/a.ts:3:5');
    expect(judge({ ...GOOD, exit: 107, complaint: THROWN }).problem?.place).toBe('/a.ts:3:5');
  });

  it('allows exactly the share that is allowed', () => {
    expect(judge({ ...GOOD, scriptErrors: 2, maxScriptErrors: 0.2 }).state).toBe('passed');
    expect(judge({ ...GOOD, scriptErrors: 10, maxScriptErrors: 1 }).state).toBe('passed');
  });

  it('never passes with a problem, and never fails without one', () => {
    const facts = fc.record({
      exit: fc.option(fc.constantFrom(0, 1, 97, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 255)),
      signal: fc.constant(null),
      asked: fc.constantFrom('nothing', 'stop', 'abort', 'limit'),
      limitMs: fc.constant(1),
      iterations: fc.nat(5),
      scriptErrors: fc.nat(5),
      maxScriptErrors: fc.constantFrom(0, 0.5, 1),
      missing: fc.constantFrom<string[]>([], ['m']),
      crossed: fc.constantFrom<string[]>([], ['m: avg<1']),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const { state, problem } = judge(given);
        expect(problem === undefined).toBe(state === 'passed');
        if (state !== 'passed') return;
        expect(given.exit === 0 || (given.exit === 105 && given.asked === 'stop')).toBe(true);
        expect(given.iterations).toBeGreaterThan(0);
        expect([...given.missing, ...given.crossed]).toEqual([]);
      }),
    );
  });
});

describe('exit codes', () => {
  it('has a meaning for each code of k6', () => {
    for (const exit of [97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 255]) {
      expect(exitMeaning(exit).sentence).not.toContain('exit code');
    }
  });

  it('takes an interrupt for a normal end only when it was ours', () => {
    expect([
      isCarriedOut(105, true),
      isCarriedOut(105, false),
      isCarriedOut(0, false),
      isCarriedOut(99, false),
      isCarriedOut(107, true),
    ]).toEqual([true, false, true, true, false]);
  });
});
