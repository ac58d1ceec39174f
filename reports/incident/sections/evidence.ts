import { code, heading, paragraph } from '../../blocks.ts';
import type { Block } from '../../document.ts';
import type { IncidentModel } from '../model.ts';

const LINES = 40;
const CHARACTERS = 4_000;

/** What the target answered, as it was: the first look of each code. */
export function evidence({ evidence: answers }: IncidentModel): readonly Block[] {
  const head = heading(1, 'Raw answers', 'evidence');
  if (answers.length === 0) return [head, paragraph('None was kept.')];
  return [
    head,
    ...answers.flatMap(({ sha256, media, body, truncated }): readonly Block[] => {
      const cut = body.slice(0, CHARACTERS).split('\n').slice(0, LINES).join('\n');
      const isCut = truncated || cut.length < body.length;
      return [
        paragraph('Evidence ', code(sha256.slice(0, 12)), isCut ? ', its beginning:' : ':'),
        { kind: 'code', language: media === 'application/json' ? 'json' : 'text', text: cut },
      ];
    }),
  ];
}
