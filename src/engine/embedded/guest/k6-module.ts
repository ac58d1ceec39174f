import { shown } from './shown.ts';
import { hasSystemTag, point, refuseInInit, tagsFrom, type VuState } from './vu-state.ts';

/** The module `k6`: check, group, fail, sleep, randomSeed. */
export function k6Module(state: VuState): { readonly [name: string]: unknown } {
  function check(value: unknown, checks: { readonly [name: string]: unknown } | null | undefined, tags?: unknown): boolean {
    refuseInInit(state, 'check()');
    if (checks === null || checks === undefined) throw new TypeError('no checks provided to check()');
    const extra = tagsFrom(tags);
    let all = true;
    for (const [name, test] of Object.entries(checks)) {
      refuseSeparator('check', name);
      const checkTag = hasSystemTag(state, 'check') ? { check: name } : {};
      let passed = false;
      try {
        const outcome: unknown = typeof test === 'function' ? (test as (given: unknown) => unknown)(value) : test;
        if (isThenable(outcome)) throw new TypeError(`the check "${name}" is async; check() takes plain functions only`);
        passed = Boolean(outcome);
      } finally {
        // A predicate that throws has failed, and the exception goes on.
        point(state, 'checks', passed ? 1 : 0, { ...extra, ...checkTag });
      }
      all &&= passed;
    }
    return all;
  }

  function group(name: string, run: () => unknown): unknown {
    refuseInInit(state, 'group()');
    refuseSeparator('group', name);
    if (typeof run !== 'function') throw new TypeError('group() needs a function as its second argument');
    const outer = { group: state.group, tag: state.tags['group'] };
    state.group = `${outer.group}::${name}`;
    if (hasSystemTag(state, 'group')) state.tags['group'] = state.group;
    const start = state.host.monotonic();
    try {
      const result = run();
      if (isThenable(result)) throw new TypeError(`the group "${name}" is async; group() takes plain functions only`);
      return result;
    } finally {
      point(state, 'group_duration', (state.host.monotonic() - start) / 1000, null);
      state.group = outer.group;
      if (outer.tag !== undefined) state.tags['group'] = outer.tag;
    }
  }

  function fail(message?: unknown): never {
    const error = new Error(message === undefined ? '' : shown(message));
    state.failErrors.add(error);
    throw error;
  }

  function sleep(seconds: unknown): void {
    const length = Number(seconds);
    refuseInInit(state, 'sleep()');
    if (length > 0) state.host.sleep(length * 1000);
  }

  return { check, group, fail, sleep, randomSeed };
}

/** Math.random from the given seed on (mulberry32, Tommy Ettinger, public domain). */
function randomSeed(seed: number): void {
  let at = Math.trunc(seed) >>> 0;
  Math.random = () => {
    at = (at + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function refuseSeparator(what: string, name: string): void {
  if (name.includes('::')) throw new Error(`the name of a ${what} may not contain "::": ${name}`);
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
