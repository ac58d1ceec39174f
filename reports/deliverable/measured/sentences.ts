import { code } from '../../blocks.ts';
import { pairSentence } from '../../compare/pair-sentence.ts';
import type { Inline } from '../../document.ts';
import { faultSentences, objectiveSentence, steadySentence } from '../../run/sections/answer.ts';
import { refuse } from '../refuse.ts';
import type { Directive } from '../text/directive.ts';
import { takeArguments } from './arguments.ts';
import type { Measured } from './campaigns.ts';
import { findingsSentence } from './findings-table.ts';
import { pairAsked, seriesAsked } from './series-asked.ts';

const CLAIMS = ['level', 'spread', 'steady', 'outages', 'objectives', 'findings'];

/** `{{claim level cpu before after}}`: what may be said by the verdict, in our words. Throws HarnessError `document-invalid`. */
export function claimSentence(directive: Directive, measured: Measured): readonly Inline[] {
  const [what = ''] = directive.words;
  switch (what) {
    case 'level':
    case 'spread': {
      const taken = takeArguments(directive, measured, { campaigns: 'pair', kind: true });
      const { model, pair } = pairAsked(measured, taken);
      const [before = '', after = ''] = taken.campaigns;
      const isPlain = before === 'before' && after === 'after';
      return pairSentence(model, pair, what, isPlain ? undefined : { before: named(before), after: named(after) });
    }
    case 'steady':
      return steadySentence(seriesAsked(measured, takeArguments(directive, measured, { campaigns: 'one', kind: true })));
    case 'outages':
    case 'objectives': {
      const [name = ''] = takeArguments(directive, measured, { campaigns: 'one' }).campaigns;
      const model = measured.model(name);
      return [code(name), ': ', ...(what === 'outages' ? faultSentences(model) : objectiveSentence(model))];
    }
    case 'findings':
      return findingsSentence(directive, measured);
    default:
      return refuse(`${what === '' ? 'says nothing to claim' : `cannot claim "${what}"`}; there are ${CLAIMS.join(', ')}`);
  }
}

/** `in testbed`, where a campaign is called otherwise than before and after. */
function named(campaign: string): readonly Inline[] {
  return ['in ', code(campaign)];
}
