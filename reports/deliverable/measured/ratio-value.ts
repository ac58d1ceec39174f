import type { Inline } from '../../document.ts';
import { judgedOf } from '../../compare/pair-sentence.ts';
import { ratioRecipe } from '../../compare/verdict-words.ts';
import { refuse } from '../refuse.ts';
import type { Directive } from '../text/directive.ts';
import { takeArguments, type Arguments } from './arguments.ts';
import type { Measured } from './campaigns.ts';
import { PRINT_OPTIONS, printQuantity } from './print-quantity.ts';
import { pairAsked } from './series-asked.ts';

/** `{{value ratio cpu before after of=spread}}`: after ÷ before, or the p of the same test. */
export function ratioValue(directive: Directive, measured: Measured, figure: 'ratio' | 'p'): readonly Inline[] {
  const options = ['of', 'metric', 'direction', ...PRINT_OPTIONS];
  const taken = takeArguments(directive, measured, { campaigns: 'pair', kind: true, options });
  const { model, pair } = pairAsked(measured, taken);
  const judged = judgedOf(model, pair, aboutOption(taken));
  const { ratio, p } = judged.comparison;
  const recipe = ratioRecipe(judged, figure);
  if (figure === 'ratio') return printQuantity({ value: ratio.value, unit: 'factor', recipe, interval: ratio }, taken);
  if (p === null) return refuse('has no data: the test gives no p with so few units');
  return printQuantity({ value: p, unit: 'p', recipe }, taken);
}

function aboutOption({ option }: Arguments): 'level' | 'spread' {
  const about = option('of') ?? 'level';
  return about === 'level' || about === 'spread' ? about : refuse(`of=${about} is neither level nor spread`);
}
