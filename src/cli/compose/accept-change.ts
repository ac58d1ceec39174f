import { HarnessError } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import type { StoreReader, StoreWriter } from '../../store/api.ts';
import type { BaselineRow, JudgementRow } from '../../store/rows.ts';
import { changeOf } from './accepted-changes.ts';

export interface Acceptance {
  /** `judgement-7`, as they are printed. */
  readonly judgements: readonly string[];
  /** The baseline that moves; that of the judgements where absent, else `fallback`. */
  readonly baseline?: string;
  readonly fallback: string;
  readonly by: string;
  readonly reason: string;
  /** µs since 1970. */
  readonly at: number;
}

/**
 * Marks judged changes as accepted and moves the baseline to the finished runs since the latest of them. The baseline moves for every
 * metric, so each regression of the newest check must be named.
 */
export async function acceptChange(
  acceptance: Acceptance,
  reader: StoreReader,
  writer: Pick<StoreWriter, 'setBaseline'>,
): Promise<BaselineRow> {
  const judged: JudgementRow[] = [];
  for (const text of new Set(acceptance.judgements)) judged.push(await acceptable(text, reader));
  const target = only(
    judged.map((judgement) => judgement.target),
    'targets',
  );
  const named = judged.flatMap(({ baseline }) => (baseline === null ? [] : [baseline.name]));
  const name = acceptance.baseline ?? (named.length === 0 ? acceptance.fallback : only(named, 'baselines'));
  const current = await reader.baseline(name);
  if (current === undefined) {
    throw new HarnessError('unknown-id', `There is no baseline "${name}"`, { hint: '`evenkeel baseline list` shows them.' });
  }
  for (const { id, baseline } of judged) {
    if (baseline === null || baseline.id === current.id) continue;
    throw new HarnessError(
      'usage',
      `judgement-${id} was held against ${baseline.name} version ${baseline.version}, and ${name} is at version ${current.version}`,
      { hint: 'Run `evenkeel check` again and accept what it says now.' },
    );
  }
  await refuseUnnamed(reader, target, current, judged);
  const since = Math.max(...judged.map(({ result }) => result.since as number));
  const runs = (await reader.runs({ target, state: 'done' })).filter(
    ({ uid, startedAt }) => startedAt >= since && !current.runs.includes(uid),
  );
  if (runs.length === 0) {
    throw new HarnessError('no-data', `There is no finished run of ${target} since ${isoTime(since)}`, {
      hint: `Measure it first: evenkeel run --target ${target}`,
    });
  }
  const { by, reason, at } = acceptance;
  return writer.setBaseline({ name, runs: runs.map(({ uid }) => uid), movedBy: by, reason, at, accepts: judged.map(({ id }) => id) });
}

async function acceptable(text: string, reader: StoreReader): Promise<JudgementRow> {
  const digits = /^judgement-(\d{1,15})$/.exec(text)?.[1];
  if (digits === undefined) {
    throw new HarnessError('usage', `"${text}" is no judgement`, { hint: '`evenkeel check` prints them, as judgement-7.' });
  }
  const judgement = await reader.judgement(Number(digits));
  if (judgement === undefined) {
    throw new HarnessError('unknown-id', `There is no ${text} in the store`, { hint: '`evenkeel check` prints them.' });
  }
  const { accepted, result } = judgement;
  if (accepted !== null) throw new HarnessError('usage', `${text} was accepted already, by ${accepted.by} at ${isoTime(accepted.at)}`);
  const isChange = judgement.kind === 'change' || changeOf(judgement) !== null;
  if (!isChange || typeof result.since !== 'number') {
    const verdict = typeof result['verdict'] === 'string' ? result['verdict'] : judgement.kind;
    throw new HarnessError('usage', `${text} says ${verdict}: there is no change to accept`);
  }
  return judgement;
}

function only(names: readonly string[], what: string): string {
  const [name, ...others] = new Set(names);
  if (name !== undefined && others.length === 0) return name;
  throw new HarnessError('usage', `The judgements are on several ${what}: ${[...new Set(names)].join(', ')}`, {
    hint: 'Accept those of one at a time.',
  });
}

async function refuseUnnamed(reader: StoreReader, target: string, current: BaselineRow, judged: readonly JudgementRow[]): Promise<void> {
  const [newest] = await reader.judgements({ kind: 'verdict', target, last: 1 });
  if (newest === undefined) return;
  const own = await reader.judgements({ kind: 'verdict', target, from: newest.at, to: newest.at + 1 });
  const isNamed = ({ series, result }: JudgementRow): boolean =>
    judged.some((one) => one.series === series && (changeOf(one)?.claim ?? 'level') === result['claim']);
  const left = own.filter((one) => one.result['verdict'] === 'regression' && one.baseline?.id === current.id && !isNamed(one));
  if (left.length === 0) return;
  const names = left.map(({ id }) => `judgement-${id}`).toSorted();
  throw new HarnessError(
    'usage',
    `The baseline moves for every metric, and the newest check found more: ${left.map(({ id, metric, tags, result }) => `judgement-${id} (${[metric, ...Object.values(tags)].join(' ')}, ${String(result['claim'])})`).join(', ')}`,
    {
      hint: `Accept them together: evenkeel baseline accept ${[...judged.map(({ id }) => `judgement-${id}`), ...names].join(' ')} --reason TEXT`,
    },
  );
}
