import type { RunFacts } from '../src/store/rows.ts';

/** Facts of several selections of one store as one: a row that stands in two of them is taken once. */
export function mergeFacts(parts: readonly RunFacts[]): RunFacts {
  return {
    runs: byId(parts.flatMap(({ runs }) => runs)),
    executions: byId(parts.flatMap(({ executions }) => executions)),
    instances: byId(parts.flatMap(({ instances }) => instances)),
    resources: byId(parts.flatMap(({ resources }) => resources)),
    observations: byId(parts.flatMap(({ observations }) => observations)),
    samples: [
      ...new Map(
        parts.flatMap(({ samples }) => samples).map((sample) => [`${sample.series} ${sample.obs} ${sample.at} ${sample.n}`, sample]),
      ).values(),
    ],
    gaps: byId(parts.flatMap(({ gaps }) => gaps)),
    events: byId(parts.flatMap(({ events }) => events)),
    findings: byId(parts.flatMap(({ findings }) => findings)),
  };
}

function byId<Row extends { readonly id: number }>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
