import { join } from 'node:path';
import { exactRedactor } from '../core/redact.ts';
import type { ExecutionResult, ExecutionSpec } from './api.ts';
import { ARTIFACTS } from './artifacts.ts';
import type { Bundle } from './bundle-api.ts';
import { readScriptErrors } from './script-errors.ts';
import { readSummary } from './summary.ts';
import { surveySamples } from './survey-samples.ts';
import { thresholdComplaint } from './threshold-place.ts';
import { judge, type EngineEnd } from './verdict.ts';

/**
 * What an execution came to, from what its engine left in `spec.workDir`; the same for both engines.
 * `said`: the engine's last words on stderr, used where its log has none.
 */
export async function conclude(spec: ExecutionSpec, bundle: Bundle, end: EngineEnd, said = ''): Promise<ExecutionResult> {
  const at = (name: string): string => join(spec.workDir, name);
  const samplesFile = at(ARTIFACTS.samples);
  const summary = await readSummary(at(ARTIFACTS.summary));
  const log = await readScriptErrors(at(ARTIFACTS.log), bundle);
  const survey = await surveySamples(samplesFile, spec.promises, { countIterations: summary === null });
  const iterations = summary?.iterations ?? survey.iterations;
  const crossed = summary?.crossed ?? [];
  const words = /[^\n]*/.exec(said.trim())?.[0].replaceAll(/\p{Cc}/gu, '') ?? '';
  const complaint = log.complaint ?? (words === '' ? undefined : { message: words });
  const judgement = judge({
    ...end,
    limitMs: spec.limitMs,
    iterations,
    scriptErrors: log.scriptErrors,
    maxScriptErrors: spec.maxScriptErrors,
    missing: survey.missing,
    crossed,
    thrown: log.first,
    complaint: complaint === undefined ? undefined : await thresholdComplaint(complaint, bundle),
  });
  return {
    ...judgement,
    exit: end.exit,
    iterations,
    scriptErrors: log.scriptErrors,
    summary: summary === null ? null : exactRedactor(spec.secrets ?? [])(summary.text),
    crossed,
    samplesFile,
  };
}
