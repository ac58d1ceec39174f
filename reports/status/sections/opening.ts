import { code, joined, note, paragraph } from '../../blocks.ts';
import { constant } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import type { StatusModel } from '../model.ts';

/** What the report is about, and what a reader must know before the first number. */
export function opening({ asked, window, target, probes, plan }: StatusModel): readonly Block[] {
  const observers = [...new Set(probes.map(({ subject }) => subject.observer))].toSorted().map((name): readonly Inline[] => [code(name)]);
  const versions = [...new Set(plan.sessions.map(({ version }) => version))].toSorted().map((name): readonly Inline[] => [code(name)]);
  return [
    paragraph(
      'What the watch saw of ',
      ...(target === null ? ['all targets'] : ['target ', code(target)]),
      ' from ',
      { time: window.from },
      ' to ',
      { time: window.to },
      ...(observers.length === 0 ? [] : [', from ', ...joined(observers, ', ')]),
      ...(versions.length === 0 ? [] : [', with Evenkeel ', ...joined(versions, ', ')]),
      '.',
    ),
    ...(window.from > asked.from
      ? [
          note(
            'The window that was asked for begins at ',
            { time: asked.from },
            ', but the config lets rows of probes expire (',
            code('keep.probes'),
            '), and of looks that were fine none is left before ',
            { time: window.from },
            '. Nothing can be said of the time before.',
          ),
        ]
      : []),
    paragraph(
      'Looks are those of probes on their intervals; looks within runs are made under load and stand in the reports of the runs. Parentheses after a figure hold its interval at ',
      constant(0.95, 'percent', 'level of all intervals'),
      ', after an availability what the looks leave open.',
    ),
  ];
}
