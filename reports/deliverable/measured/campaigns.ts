import type { FindingRow, RunFacts } from '../../../src/store/rows.ts';
import type { CompareRule } from '../../compare/compared-series.ts';
import { compareModel, type CompareModel } from '../../compare/model.ts';
import { mergeFacts } from '../../merge-facts.ts';
import { runModel, type RunContext, type RunModel } from '../../run/model.ts';
import type { Side } from '../../run/side.ts';
import type { Topology } from './topology.ts';

/** What was measured for a deliverable, as the store has it. */
export interface MeasuredFacts {
  /** In the order of the YAML file. `called`: the campaign's name in the store, or a run. */
  readonly campaigns: readonly { readonly name: string; readonly called: string; readonly facts: RunFacts }[];
  /** Campaigns that could not be read, which has been told. */
  readonly missing: readonly string[];
  /** The register. */
  readonly findings: readonly FindingRow[];
  readonly context: RunContext;
  readonly rule: CompareRule;
  readonly topology: Topology;
}

/** The same, ready to be asked: each comparison is judged once, however often it is printed. */
export interface Measured {
  readonly names: readonly string[];
  readonly missing: readonly string[];
  /** What the store calls a campaign. */
  readonly called: (name: string) => string;
  readonly model: (name: string) => RunModel;
  /** One of several is printed with its name. */
  readonly sides: (names: readonly string[]) => readonly Side[];
  /** Throws HarnessError where the two cannot be compared. */
  readonly compare: (before: string, after: string) => CompareModel;
  /** Everything together; null where no campaign is named. */
  readonly all: RunModel | null;
  readonly findings: readonly FindingRow[];
  readonly topology: Topology;
  readonly rule: CompareRule;
}

/** Pure: same facts, same answers. */
export function measuredCampaigns({ campaigns, missing, findings, context, rule, topology }: MeasuredFacts): Measured {
  const byName = new Map(campaigns.map((campaign) => [campaign.name, { ...campaign, model: runModel(campaign.facts, context) }]));
  const found = (name: string): { readonly called: string; readonly facts: RunFacts; readonly model: RunModel } => {
    const campaign = byName.get(name);
    if (campaign === undefined) throw new TypeError(`No campaign "${name}"`);
    return campaign;
  };
  const compared = new Map<string, CompareModel>();
  return {
    names: campaigns.map(({ name }) => name),
    missing,
    called: (name) => found(name).called,
    model: (name) => found(name).model,
    sides: (names) => names.map((name) => ({ name: names.length === 1 ? null : name, model: found(name).model })),
    compare: (before, after) => {
      const key = JSON.stringify([before, after]);
      const names = { before: found(before).called, after: found(after).called };
      const model = compared.get(key) ?? compareModel(found(before).facts, found(after).facts, undefined, { names, rule, context });
      compared.set(key, model);
      return model;
    },
    all: campaigns.length === 0 ? null : runModel(mergeFacts(campaigns.map(({ facts }) => facts)), context),
    findings,
    topology,
    rule,
  };
}
