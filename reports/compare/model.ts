import { HarnessError } from '../../src/core/errors.ts';
import type { EventRow, RunFacts } from '../../src/store/rows.ts';
import { mergeFacts } from '../merge-facts.ts';
import { shellWord } from '../shell-word.ts';
import { runModel, type RunContext, type RunModel } from '../run/model.ts';
import type { Side } from '../run/side.ts';
import { comparedSeries, type ComparedSeriesResult, type CompareRule } from './compared-series.ts';

export interface CompareOptions {
  /** What the sides are called by the user: campaigns or runs. */
  readonly names: { readonly before: string; readonly after: string; readonly reference?: string };
  /** Jobs that the figures show; all enter the numbers. */
  readonly jobs?: { readonly from: number; readonly to: number };
  /** Compare what is not comparable, and say so. */
  readonly force?: boolean;
  /** The intervention that lies between the sides. */
  readonly around?: EventRow;
  /** Events from the first start to the last end, also between the sides; those within the sides where absent. */
  readonly events?: readonly EventRow[];
  readonly rule?: CompareRule;
  readonly context: RunContext;
}

export interface CompareModel extends ComparedSeriesResult {
  readonly names: CompareOptions['names'];
  readonly before: RunModel;
  readonly after: RunModel;
  readonly reference: RunModel | null;
  /** Everything together: threats, findings and the appendix are about all of it. */
  readonly all: RunModel;
  readonly jobs: { readonly from: number; readonly to: number } | null;
  readonly around: EventRow | null;
  readonly rule: CompareRule;
}

/** docs/judging.md: a change of 5 % matters; each claim may be wrong in 5 % of comparisons of equals. */
const COMPARE_RULE: CompareRule = { margin: 0.05, alpha: 0.05 };

/** Pure. Throws HarnessError `not-comparable` (see `comparedSeries`) and `usage` where one run stands on two sides. */
export function compareModel(before: RunFacts, after: RunFacts, reference: RunFacts | undefined, options: CompareOptions): CompareModel {
  const parts = [before, after, ...(reference === undefined ? [] : [reference])];
  const uids = parts.flatMap(({ runs }) => runs.map(({ uid }) => uid));
  const twice = uids.find((uid, index) => uids.indexOf(uid) !== index);
  if (twice !== undefined) {
    throw new HarnessError('usage', `Run ${twice} stands on two sides of the comparison`, {
      hint: 'Name two campaigns or runs that have nothing in common.',
    });
  }
  const rule = options.rule ?? COMPARE_RULE;
  const { context } = options;
  const merged = mergeFacts(parts);
  return {
    ...comparedSeries({ before, after, ...(reference === undefined ? {} : { reference }) }, rule, options.force ?? false),
    names: options.names,
    before: runModel(before, context),
    after: runModel(after, context),
    reference: reference === undefined ? null : runModel(reference, context),
    all: runModel(options.events === undefined ? merged : { ...merged, events: options.events }, {
      ...context,
      command: context.command ?? commandOf(options),
    }),
    jobs: options.jobs ?? null,
    around: options.around ?? null,
    rule,
  };
}

/** The columns of a comparison. */
export function sidesOf({ before, after, reference }: CompareModel): readonly Side[] {
  return [
    { name: 'before', model: before },
    { name: 'after', model: after },
    ...(reference === null ? [] : [{ name: 'reference', model: reference }]),
  ];
}

function commandOf({ names, jobs, force }: CompareOptions): string {
  return [
    'evenkeel report compare',
    shellWord(names.before),
    shellWord(names.after),
    ...(names.reference === undefined ? [] : ['--reference', shellWord(names.reference)]),
    ...(jobs === undefined ? [] : ['--jobs', `${jobs.from}-${jobs.to}`]),
    ...(force === true ? ['--force'] : []),
  ].join(' ');
}
