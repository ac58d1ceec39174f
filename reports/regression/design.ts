import type { RunRow } from '../../src/store/rows.ts';
import { code, heading, paragraph, table } from '../blocks.ts';
import type { Block, Inline } from '../document.ts';
import { shellWord } from '../shell-word.ts';
import type { RegressionModel } from './model.ts';

/** Which runs were held against which, and where all of it can be looked up. */
export function design({ before, after, runsBefore, runsAfter, target }: RegressionModel): readonly Block[] {
  const gone = [...runsBefore, ...runsAfter].filter((uid) => ![...before, ...after].some((run) => run.uid === uid));
  const row = (side: string, run: RunRow): readonly (readonly Inline[])[] => [
    [side],
    [code(run.uid)],
    run.campaign === null ? ['–'] : [code(run.campaign)],
    [{ time: run.startedAt }],
    run.endedAt === null ? ['not ended'] : [{ time: run.endedAt }],
    [code(run.environment.cpuModel)],
    [code(run.version)],
  ];
  const rows = [...before.map((run) => row('baseline', run)), ...after.map((run) => row('new', run))];
  const titles = ['Side', 'Run', 'Campaign', 'Started', 'Ended', 'CPU of the harness', 'Version'];
  return [
    heading(1, 'Runs', 'runs'),
    table('runs-table', ['The runs of the baseline and those that were held against it; instants in UTC.'], titles, rows),
    ...(gone.length === 0
      ? []
      : [paragraph('Not in the store any more: ', ...gone.flatMap((uid, index) => [index === 0 ? '' : ', ', code(uid)]), '.')]),
    heading(1, 'Appendix', 'appendix'),
    paragraph(
      'Each judgement is shown by ',
      code('evenkeel show judgement-ID'),
      ', each run has a report of its own, and ',
      code('evenkeel baseline accept judgement-ID'),
      ' takes a change in that is meant to stay. The report of the newest check:',
    ),
    { kind: 'code', language: 'sh', text: `evenkeel report regression --target ${shellWord(target)}` },
  ];
}
