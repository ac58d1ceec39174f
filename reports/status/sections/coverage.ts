import { code, heading, paragraph, table } from '../../blocks.ts';
import { claim, constant, count } from '../../claim.ts';
import type { Block, Inline, Selection } from '../../document.ts';
import { gapSeconds, lostTicks } from '../lost-ticks.ts';
import type { StatusModel } from '../model.ts';
import { looksClaim, observedWords, probeName } from '../probe-words.ts';

/** How much of the window was looked at, what was not, and why. */
export function coverage(model: StatusModel): readonly Block[] {
  return [heading(1, 'Observation coverage', 'coverage'), looksTable(model), gapsTable(model), slotsTable(model), sessionsTable(model)];
}

function looksTable(model: StatusModel): Block {
  const { probes, window } = model;
  if (probes.length === 0) return paragraph('No probe was looked at outside runs.');
  const rows = probes.map((probe): readonly (readonly Inline[])[] => {
    const { all, lost, selection, availability, firstAt, lastAt, rule } = probe;
    return [
      probeName(model, probe),
      rule.everyMs === null ? ['not configured now'] : [constant(rule.everyMs / 1000, 'seconds', `interval of probe ${probe.subject.key}`)],
      [claim(all.looks + lost, 'count', { statistic: 'planned', of: selection })],
      [looksClaim(probe, all.looks)],
      [claim(lost, 'count', { statistic: 'ticks', of: gapsOf(selection) })],
      [looksClaim(probe, all.unknown, ['unknown'])],
      [...observedWords(probe, availability), ' of ', constant((window.to - window.from) / 1e6, 'seconds', 'length of the window')],
      [{ time: firstAt }],
      [{ time: lastAt }],
    ];
  });
  return table(
    'coverage-table',
    [
      'Planned: looks that were made, and ticks that the watch knows it lost. Observed: from the first look to the last, without gaps and without the time around looks that say nothing.',
    ],
    ['Probe', 'Every>', 'Planned>', 'Looks>', 'Lost>', 'Unknown>', 'Observed>', 'First look', 'Last look'],
    rows,
  );
}

const gapsOf = ({ window, observer, subject }: Selection): Selection => ({
  rows: 'gaps',
  runs: [],
  ...(window === undefined ? {} : { window }),
  ...(observer === undefined ? {} : { observer }),
  ...(subject === undefined ? {} : { subject }),
});

function gapsTable({ plan: { gaps }, window }: StatusModel): Block {
  if (gaps.length === 0) return paragraph('The watch recorded no gap of its own.');
  const keys = new Map(gaps.map((gap) => [JSON.stringify([gap.reason, gap.schedule]), gap]));
  const rows = [...keys.values()]
    .toSorted((a, b) => (a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : (a.schedule ?? '') < (b.schedule ?? '') ? -1 : 1))
    .map(({ reason, schedule }): readonly (readonly Inline[])[] => {
      const own = gaps.filter((gap) => gap.reason === reason && gap.schedule === schedule);
      const of: Selection = { rows: 'gaps', runs: [], window, kind: reason, subject: { kind: 'schedule', key: schedule ?? '' } };
      const seconds = own.reduce((sum, gap) => sum + gapSeconds(gap, window), 0);
      const ticks = own.reduce((sum, gap) => sum + lostTicks(gap, window), 0);
      return [
        [reason],
        schedule === null ? ['all'] : [code(schedule)],
        [count(own.length, of)],
        [claim(seconds, 'seconds', { statistic: 'sum_seconds', of })],
        [claim(ticks, 'count', { statistic: 'ticks', of })],
      ];
    });
  const caption = [
    'Gaps of the watch itself, as far as they lie in the window: the process was down, the machine slept (suspend), the clock was stepped (clock), a look took longer than its interval (overlap), or the watch was woken late (overload). Within them nothing is known.',
  ];
  return table('gaps-table', caption, ['Reason', 'Probe', 'Gaps>', 'Time>', 'Ticks lost>'], rows);
}

const STATES = ['done', 'failed', 'timed_out', 'aborted', 'skipped', 'missed', 'running'];

function slotsTable({ plan: { slots }, window }: StatusModel): Block {
  if (slots.length === 0) return paragraph('No cron entry was due.');
  const schedules = [...new Set(slots.map(({ schedule }) => schedule))];
  const seen = STATES.filter((state) => slots.some((slot) => slot.state === state));
  const rows = schedules.map((schedule): readonly (readonly Inline[])[] => [
    [code(schedule)],
    ...seen.map((state): readonly Inline[] => {
      const n = slots.filter((slot) => slot.schedule === schedule && slot.state === state).reduce((sum, slot) => sum + slot.n, 0);
      return [count(n, { rows: 'slots', runs: [], window, kind: schedule, state })];
    }),
  ]);
  const titles = ['Schedule', ...seen.map((state) => `${state.replace('_', ' ')}>`)];
  return table('slots-table', ['Slots of cron entries that were due in the window, by what became of them.'], titles, rows);
}

function sessionsTable({ plan: { sessions } }: StatusModel): Block {
  if (sessions.length === 0) return paragraph('No process of the watch lived in the window.');
  const rows = sessions.map(({ uid, observer, version, startedAt, endedAt, endReason }): readonly (readonly Inline[])[] => [
    [code(uid)],
    [code(observer)],
    [code(version)],
    [{ time: startedAt }],
    endedAt === null ? ['no end recorded'] : [{ time: endedAt }],
    endReason === null ? ['–'] : [code(endReason)],
  ]);
  const titles = ['Session', 'Vantage point', 'Version', 'Started', 'Ended', 'Why'];
  return table('sessions-table', ['Processes of the watch that lived in the window.'], titles, rows);
}
