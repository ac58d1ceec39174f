import { z } from 'zod';
import { status } from './api-shapes.ts';

/** Read by the provider's process at its start, and set by nothing but the adapter's test-only option. */
export const FAULTS_VARIABLE = 'EVENKEEL_LOCAL_FAULTS';

export const operation = z.enum(['ping', 'clone', 'create', 'start', 'inspect', 'remove', 'list']);
export type Operation = z.infer<typeof operation>;

const rule = z.strictObject({
  operation,
  /** Of the calls of this operation: leave out the first `skip`, then every `every`-th, `count` times. */
  skip: z.int().nonnegative().default(0),
  every: z.int().positive().default(1),
  count: z.int().positive().optional(),
  fault: z.discriminatedUnion('does', [
    /** The answer comes this much later. */
    z.strictObject({ does: z.literal('delay'), ms: z.number().nonnegative() }),
    /** An error answer; with `performed` the order is carried out all the same. */
    z.strictObject({
      does: z.literal('answer'),
      status: z.int().min(400).max(599),
      code: z.string(),
      performed: z.boolean().default(false),
    }),
    /** The connection is closed without an answer. */
    z.strictObject({ does: z.literal('hang-up'), performed: z.boolean().default(false) }),
    /** What happens after the answer takes this many times as long. */
    z.strictObject({ does: z.literal('slow'), factor: z.number().min(1) }),
    /** What happens after the answer ends this much later; absent: never. */
    z.strictObject({ does: z.literal('stuck'), ms: z.number().nonnegative().optional() }),
    /** What happens after the answer fails. */
    z.strictObject({ does: z.literal('fail'), code: z.string(), message: z.string() }),
    /** A status that is not the truth (inspect). */
    z.strictObject({ does: z.literal('report'), status }),
  ]),
});

export const faultRules = z.array(rule);
export type FaultRules = z.input<typeof faultRules>;
export type Fault = z.infer<typeof rule>['fault'];

/** Gives the faults that meet the next call of an operation. */
export type FaultPlan = (called: Operation) => readonly Fault[];

export function faultPlan(rules: FaultRules): FaultPlan {
  const parsed = faultRules.parse(rules);
  const calls = new Map<Operation, number>();
  return (called) => {
    const n = calls.get(called) ?? 0;
    calls.set(called, n + 1);
    return parsed
      .filter((each) => {
        const since = n - each.skip;
        if (each.operation !== called || since < 0 || since % each.every !== 0) return false;
        return each.count === undefined || since / each.every < each.count;
      })
      .map((each) => each.fault);
  };
}
