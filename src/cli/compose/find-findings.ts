import type { RunModel } from '../../../reports/run/model.ts';
import type { CodesOf } from '../../analysis/code-findings.ts';
import { findingsOf } from '../../analysis/findings.ts';
import type { TimedJob } from '../../analysis/slow-jobs.ts';
import type { FindingDraft } from '../../analysis/types.ts';
import type { Config } from '../../config/types.ts';
import type { StoreWriter } from '../../store/api.ts';

export interface Found {
  readonly draft: FindingDraft;
  readonly id: number;
  readonly isNew: boolean;
  /** It was Resolved. */
  readonly isReopened: boolean;
}

/** Links that one finding gets at most: enough to look at, never thousands. */
const MOST_LINKS = 20;

/** What a run brought to light goes into the register: one open finding for each fault, with the run and what shows it. */
export async function findFindings(
  model: RunModel,
  uid: string,
  target: string,
  at: number,
  writer: Pick<StoreWriter, 'finding'>,
  config: Pick<Config, 'findings' | 'targets'>,
): Promise<readonly Found[]> {
  const drafts = findingsOf({
    subjects: model.subjects.map(({ subject, ...watched }) => ({ ...subject, ...watched })),
    outliers: model.rented.outliers,
    objectives: model.objectives.map(({ result }) => result),
    jobs: jobsOf(model),
    target,
    rules: config.findings.rules,
    codesOf: documentedCodes(config, model),
  });
  const found: Found[] = [];
  for (const draft of drafts) {
    const links = [
      { kind: 'run' as const, ref: uid },
      ...[...draft.observations.slice(0, MOST_LINKS), ...(draft.beside ?? []).slice(0, MOST_LINKS)].map((id) => ({
        kind: 'observation' as const,
        ref: String(id),
      })),
    ];
    const { id, isNew, isReopened } = await writer.finding({
      rule: draft.rule,
      ...(draft.also === undefined ? {} : { also: draft.also }),
      title: draft.title,
      impact: draft.impact,
      description: draft.description,
      target,
      at,
      links,
    });
    found.push({ draft, id, isNew, isReopened });
  }
  return found;
}

/** Of each target: those of the config, and those that the adapters of these runs bring. */
function documentedCodes({ targets }: Pick<Config, 'targets'>, { facts }: RunModel): CodesOf {
  return (target) => ({
    configured: (Object.hasOwn(targets, target) ? targets[target]?.errorCodes : undefined) ?? {},
    provider: facts.runs.filter((run) => run.target === target).flatMap(({ plan }) => plan.rented?.documentedCodes ?? []),
  });
}

function jobsOf({ facts }: RunModel): readonly TimedJob[] {
  return facts.observations
    .filter(({ subjectKind, attempt, outcome }) => subjectKind === 'job' && attempt === 0 && (outcome === 'ok' || outcome === 'slow'))
    .map(({ subjectKey, target, at, tookUs, outcome, id }) => {
      return { kind: subjectKey, target, at, seconds: tookUs / 1e6, obs: id, isSlow: outcome === 'slow' };
    });
}
