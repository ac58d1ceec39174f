import { code, heading, list } from '../../blocks.ts';
import { count } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import type { StatusModel } from '../model.ts';
import { probeName } from '../probe-words.ts';

const WORDS = {
  lag: 'our own event loop lagged during it',
  clock: 'the system clock was stepped during it',
  saturated: 'the load generator was the bottleneck',
} as const;
const BITS = { lag: 1, clock: 2, saturated: 4 } as const;

/** What may be wrong with the figures above, by our own doing. */
export function validitySection(model: StatusModel): readonly Block[] {
  return [
    heading(1, 'Threats to validity', 'validity'),
    list([vantage(model), ...marked(model), ...gone(model), ...instruments(model), correlated()]),
  ];
}

function vantage({ probes }: StatusModel): readonly Inline[] {
  const several = new Set(probes.map(({ subject }) => subject.observer)).size > 1;
  return [
    several
      ? 'Several vantage points looked; each is told apart. What only one of them saw may lie on its way to the target.'
      : 'Everything was seen from one vantage point. A fault of the way there looks like a fault of the target.',
  ];
}

function marked(model: StatusModel): readonly (readonly Inline[])[] {
  return model.probes.flatMap((probe) =>
    (['lag', 'clock', 'saturated'] as const).flatMap((name): readonly (readonly Inline[])[] =>
      probe.marked[name] === 0
        ? []
        : [
            [
              'Looks at ',
              ...probeName(model, probe),
              ` that are marked because ${WORDS[name]}: `,
              count(probe.marked[name], { ...probe.selection, marks: BITS[name] }),
              '. They are in the numbers.',
            ],
          ],
    ),
  );
}

function gone({ window, asked, plan }: StatusModel): readonly (readonly Inline[])[] {
  return [
    ...(window.from > asked.from
      ? [['Rows of the time before ', { time: window.from }, ' have expired: the window is shorter than was asked for.']]
      : []),
    plan.gaps.length === 0
      ? ['The watch recorded no gap of its own. One of a process that was killed is recorded only when the next one starts.']
      : ['Within the gaps of the watch nothing is known; neither up nor down is counted there.'],
  ];
}

/** A probe whose instrument changed has two series: their times are not pooled. */
function instruments({ latencies }: StatusModel): readonly (readonly Inline[])[] {
  const seen = new Map<string, Set<string>>();
  for (const { series } of latencies) {
    const key = JSON.stringify([series.target, series.observer, series.tags['probe']]);
    seen.set(key, (seen.get(key) ?? new Set()).add(series.comparable));
  }
  const changed = [...seen].filter(([, texts]) => texts.size > 1).map(([key]) => (JSON.parse(key) as string[])[2] ?? '');
  return changed.map((probe) => [
    'The instrument of probe ',
    code(probe),
    ' changed in this window: its times are kept apart, its looks are not.',
  ]);
}

function correlated(): readonly Inline[] {
  return [
    'Looks a short time apart resemble each other, so the intervals of medians are too narrow as statements about other weeks; they describe this window.',
  ];
}
