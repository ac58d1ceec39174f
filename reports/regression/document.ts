import type { Document } from '../document.ts';
import { answer } from './answer.ts';
import { design } from './design.ts';
import type { RegressionModel } from './model.ts';
import { moved } from './moved.ts';
import { verdicts } from './verdicts.ts';

/** The report on what the newest check found. */
export function regressionDocument(model: RegressionModel): Document {
  return {
    title: `Did ${model.target} get worse? Against baseline ${model.baseline.name}`,
    blocks: [...answer(model), ...verdicts(model), ...moved(model), ...design(model)],
  };
}
