import { code, heading, paragraph } from '../blocks.ts';
import type { Document } from '../document.ts';
import type { IncidentModel } from './model.ts';
import { evidence } from './sections/evidence.ts';
import { history } from './sections/history.ts';
import { meanwhile } from './sections/meanwhile.ts';
import { opening } from './sections/opening.ts';
import { timeline } from './sections/timeline.ts';

/** The report on one incident. */
export function incidentDocument(model: IncidentModel): Document {
  return {
    title: model.title,
    blocks: [
      ...opening(model),
      ...timeline(model),
      ...evidence(model),
      ...meanwhile(model),
      ...history(model),
      heading(1, 'Appendix', 'appendix'),
      paragraph(
        'Any incident, finding, observation or raw answer of this report is shown by ',
        code('evenkeel show ID'),
        '. The same report again:',
      ),
      { kind: 'code', language: 'sh', text: `evenkeel report incident ${model.incident.id}` },
    ],
  };
}
