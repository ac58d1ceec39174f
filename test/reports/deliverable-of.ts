import { join } from 'node:path';
import { deliverableDocument } from '../../reports/deliverable/document.ts';
import { measuredCampaigns, type Measured, type MeasuredFacts } from '../../reports/deliverable/measured/campaigns.ts';
import { topologyOf } from '../../reports/deliverable/measured/topology.ts';
import type { Problem } from '../../reports/deliverable/problem.ts';
import type { Document } from '../../reports/document.ts';
import { mergeFacts } from '../../reports/merge-facts.ts';
import { readDeliverable } from '../../src/cli/compose/deliverable/read-deliverable.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import { makeFacts, type Plant } from './make-facts.ts';
import { makeFinding } from './make-finding.ts';
import { AFTER, BEFORE, CONTEXT } from './plants.ts';

export const STORY = join(import.meta.dirname, 'deliverable', 'story');

const probe = (name: string, kind: string) => ({
  name,
  kind,
  of: null,
  settings: {},
  everyMs: 1000,
  timeoutMs: 2000,
  slowMs: null,
  openAfter: 3,
  closeAfter: 2,
});

/** A config's part that a topology is drawn from. */
const WORLD = {
  observer: { name: 'desk', place: 'office' },
  targets: {
    local: {
      name: 'local',
      provider: { kind: 'local', settings: {} },
      instances: 3,
      image: 'base',
      flavour: 'small',
      driveBytes: 67_108_864,
      jobs: { cpu: { count: 21, settings: {} }, io: { count: 21, settings: {} } },
      probes: { resolver: probe('resolver', 'dns'), api: probe('api', 'http') },
      leaseMs: 1_800_000,
      atLeastMs: 0,
      errorCodes: null,
    },
  },
} as unknown as Parameters<typeof topologyOf>[0];

/** Before with an outage and an API that fails now and then; after a fifth faster and steadier. */
const TESTBED: Plant = { ...BEFORE, jobs: 9, outage: { from: 20, to: 45 }, failEvery: 10 };
const PRODUCTION: Plant = { ...AFTER, jobs: 9 };

const facts = [makeFacts(TESTBED), makeFacts(PRODUCTION)] as const;

/** What was measured for the story, with the register. */
export function storyFacts(): MeasuredFacts {
  return {
    campaigns: [
      { name: 'testbed', called: 'before', facts: facts[0] },
      { name: 'production', called: 'after', facts: facts[1] },
    ],
    missing: [],
    findings: [
      makeFinding(),
      makeFinding({
        id: 2,
        impact: 'Low',
        status: 'Resolved',
        basis: { kind: 'waiver', ref: 'seen 3 times only' },
        title: 'API retries',
        rule: null,
      }),
    ],
    context: CONTEXT,
    rule: { margin: 0.05, alpha: 0.05 },
    topology: topologyOf(WORLD, new Set(['local'])),
  };
}

/** The rows behind every number of the story. */
export function storyRows(): RunFacts {
  return { ...mergeFacts(facts), findings: storyFacts().findings };
}

/** Judged once: comparisons are what takes time. */
const measured = measuredCampaigns(storyFacts());

/** The document of a YAML file, with everything that is wrong with it. */
export function deliverableOf(file: string, asked: Measured = measured): { document: Document; problems: readonly Problem[] } {
  const read = readDeliverable(file, process.cwd());
  const made = deliverableDocument({ ...read, measured: asked });
  return { document: made.document, problems: [...read.problems, ...made.problems] };
}
