import { code, heading, joined, list, paragraph, strong } from '../../blocks.ts';
import { count } from '../../claim.ts';
import type { Block, Inline } from '../../document.ts';
import { subjectWords } from '../../metric-words.ts';
import { incidentDown } from '../incident-words.ts';
import type { IncidentModel } from '../model.ts';

/** What failed, when, for how long, and how: the lines that somebody reads who reads nothing else. */
export function opening(model: IncidentModel): readonly Block[] {
  const { incident, during, codes, caused, cause, others, select } = model;
  const { lastOkAt, firstBadAt, lastBadAt, firstOkAt, ackedBy, closedAt } = incident;
  const failed = others.filter(({ all }) => all.failed > 0);
  const each = codes.map(({ code: text, n }): readonly Inline[] => [
    code(text),
    ' in ',
    count(n, select(during, { outcomes: ['failed'], code: text })),
    ' looks',
  ]);
  const lines: (readonly Inline[])[] = [
    [
      strong('What?'),
      ` ${subjectWords(incident.subjectKind)} `,
      code(incident.subjectKey),
      ' of target ',
      code(incident.target),
      ', seen from ',
      code(incident.observer),
      `, kind ${incident.kind}.`,
    ],
    [
      strong('When?'),
      ' It began ',
      ...(lastOkAt === null ? ['before it was first looked at'] : ['after ', { time: lastOkAt }]),
      ', not later than ',
      { time: firstBadAt },
      '; the last failure was at ',
      { time: lastBadAt },
      ...(firstOkAt === null ? [', and no success was seen since'] : [', and it was up again not later than ', { time: firstOkAt }]),
      '.',
    ],
    [strong('How long?'), ' Down ', ...incidentDown(incident), '.'],
    [strong('How?'), ' ', ...joined(each, ', ', 'Its looks are not there any more'), '.'],
    [
      strong('What else?'),
      ' ',
      ...(cause === null ? ['No cause is recorded'] : ['Its cause is ', code(`incident-${cause.id}`)]),
      ...(caused.length === 0
        ? []
        : [
            '; it brought about ',
            ...joined(
              caused.map(({ id }) => [code(`incident-${id}`)]),
              ', ',
            ),
          ]),
      failed.length === 0 ? '; no other probe failed meanwhile.' : '; meanwhile failed ',
      ...(failed.length === 0
        ? []
        : [
            ...joined(
              failed.map(({ subject }) => [code(subject.key)]),
              ', ',
            ),
            '.',
          ]),
    ],
  ];
  const state: readonly Inline[] = closedAt === null ? ['It is open.'] : ['It was closed at ', { time: closedAt }, '.'];
  return [
    paragraph(...state, ...(ackedBy === null ? [' Nobody acknowledged it.'] : [' Acknowledged by ', { quote: ackedBy }, '.'])),
    heading(1, 'The answer', 'answer'),
    list(lines),
  ];
}
