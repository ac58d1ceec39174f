import { describe, expect, it } from 'vitest';
import { goneFindings } from '../../../src/cli/compose/gone-findings.ts';
import { recheckFinding } from '../../../src/cli/compose/recheck-finding.ts';
import { ruleSubject } from '../../../src/cli/compose/rule-subject.ts';
import type { Config } from '../../../src/config/types.ts';
import { DEFAULT_RULES } from '../../../src/core/finding.ts';
import type { IncidentRow, ObservationRow, RunRow } from '../../../src/store/rows.ts';
import { looks } from '../../analysis/looks.ts';
import { makeFinding } from '../../reports/make-finding.ts';

const S = 1_000_000;
const config = {
  findings: { rules: DEFAULT_RULES, goneAfter: { runs: 3, ms: 7 * 86_400_000 } },
  targets: { local: { probes: { resolver: { openAfter: 5, closeAfter: 2 } } } },
  objectives: [],
} as unknown as Config;
const finding = (rule: string | null, status: 'Open' | 'Resolved' = 'Open') =>
  makeFinding({ rule, openedAt: 0, seenAt: 0, status, history: [] });
const INCIDENT = { id: 4, subjectKind: 'probe', subjectKey: 'resolver' } as IncidentRow;

describe('looking again', () => {
  const reader = (pattern: string, { from = 1, open = false, code = 'timeout' } = {}) => ({
    observations: async (range: { from: number; to: number }) =>
      looks(pattern, { from, code })
        .filter(({ at }) => at >= range.from && at < range.to)
        .map((look) => ({ ...look, id: look.obs, attempt: 0 }) as unknown as ObservationRow),
    incidents: async () => (open ? [INCIDENT] : []),
    samples: async () => [],
  });
  const seen = (rule: string, ...where: Parameters<typeof reader>) => recheckFinding(finding(rule), config, reader(...where), 86_400 * S);
  const OK = '.'.repeat(100);

  it.each([
    [
      'nothing failed',
      OK,
      {},
      true,
      'probe resolver: 0 of 100 looks failed from 1970-01-01T00:00:00.000Z to 1970-01-02T00:00:00.000Z, and it was never down',
    ],
    ['as many failed in a row as its probe allows', `${OK}xxxx..`, {}, true, '4 of 106 looks failed'],
    ['it was down again', `${OK}xxxxx..`, {}, false, 'and it was down again'],
    ['too few looked', '.'.repeat(59), {}, false, 'fewer than 60 looks show nothing'],
    ['nobody could look', '?'.repeat(100), {}, false, '0 of 0 looks failed'],
    ['an incident is open', OK, { open: true }, false, 'incident-4 is open'],
    ['all of it was before the fix', OK, { from: -200 }, false, '0 of 0 looks'],
  ])('at an outage: %s', async (_what, pattern, options, isGone, words) => {
    expect(await seen('outage:probe:resolver', pattern, options)).toEqual({ isGone, words: expect.stringContaining(words) });
  });

  it('at failures wants so many looks that the share is certainly below its limit', async () => {
    expect(await seen('failures:probe:resolver', '.'.repeat(3_837))).toMatchObject({ isGone: false });
    expect(await seen('failures:probe:resolver', '.'.repeat(3_838))).toMatchObject({
      isGone: true,
      words: expect.stringMatching(/certainly less than 0\.1 %$/),
    });
  });

  it('at a code tells whether it came again', async () => {
    expect(await seen('code:api_call:status:teapot', `${OK}x`, { code: 'teapot' })).toMatchObject({ isGone: false });
    expect(await seen('code:api_call:status:teapot', `${OK}x`)).toMatchObject({
      isGone: true,
      words: expect.stringMatching(/none with teapot$/),
    });
  });

  it('looks at everything that the fault hit, and tells what is left', async () => {
    const rules = ['outage:probe:resolver', 'outage:probe:api'];
    const both = (reader_: ReturnType<typeof reader>) => recheckFinding({ ...finding(rules[0] ?? ''), rules }, config, reader_, 86_400 * S);
    expect(await both(reader(OK))).toMatchObject({ isGone: true, words: expect.stringMatching(/^probe resolver: .*; probe api: /) });
    // Four in a row are an outage of api, whose rule is the default, and none of the resolver.
    const again = await both(reader(`${OK}xxxx..`));
    expect(again).toMatchObject({ isGone: false, words: expect.stringMatching(/^probe api: .* down again$/) });
    expect(
      await recheckFinding({ ...finding('outage:probe:resolver'), rules: [...rules, 'change:m:'] }, config, reader(OK), 86_400 * S),
    ).toBeNull();
  });

  it.each(['change:m:probe=a', 'outlier:clone', 'objective:gone', 'made up'])('cannot be done by %s', async (rule) => {
    expect(await seen(rule, OK)).toBeNull();
  });
});

it('reads the subject out of a rule, whatever its key holds', () => {
  expect(ruleSubject('outage:import:a: b:c')).toEqual({ when: 'outage', kind: 'import', key: 'a: b:c' });
  expect(ruleSubject('code:api_call:status:x:y')).toEqual({ when: 'code', kind: 'api_call', key: 'status', code: 'x:y' });
  expect(ruleSubject('outlier:clone:12:7')).toEqual({ when: 'outlier', phase: 'clone' });
  expect(ruleSubject(null)).toBeNull();
});

describe('what may be closed', () => {
  const DAY = 86_400 * S;
  const run = (startedAt: number) => ({ startedAt }) as RunRow;
  const gone = async (
    row: ReturnType<typeof finding>,
    {
      runs = [1, 2, 3],
      lastLook = 10,
      open = false,
      now = 5 * DAY,
    }: { runs?: readonly number[]; lastLook?: number | null; open?: boolean; now?: number } = {},
  ) => {
    const reader = {
      runs: async () => runs.map((at) => run(at)),
      lastLook: async () => lastLook,
      incidents: async () => (open ? [INCIDENT] : []),
    };
    return (await goneFindings([row], config.findings, reader, now)).map(({ words }) => words);
  };
  const outage = finding('outage:probe:resolver');

  it('was looked for in three runs, or for a week, and not found', async () => {
    expect(await gone(outage)).toEqual(['its rule has found nothing since 1970-01-01T00:00:00.000Z, in 3 finished runs']);
    expect(await gone(outage, { runs: [0, 1, 2] })).toEqual([]);
    expect(await gone(outage, { runs: [], now: 7 * DAY })).toEqual(['its rule has found nothing since 1970-01-01T00:00:00.000Z']);
    expect(await gone(finding('outlier:clone'))).toHaveLength(1);
  });

  it('is not what nobody looked at, what is down, what a person entered, or what is done', async () => {
    expect(await gone(outage, { lastLook: 0 })).toEqual([]);
    expect(await gone(outage, { lastLook: null })).toEqual([]);
    expect(await gone(outage, { open: true })).toEqual([]);
    expect(await gone({ ...outage, rules: ['outage:probe:api'] }, { open: true })).toHaveLength(1);
    expect(await gone({ ...outage, rules: ['outage:probe:api', 'outage:probe:resolver'] }, { open: true })).toEqual([]);
    expect(await gone(finding(null))).toEqual([]);
    expect(await gone(finding('outage:probe:resolver', 'Resolved'))).toEqual([]);
    expect(await gone(finding('change:m:a=b'), { now: 900 * DAY })).toEqual([]);
    expect(await gone(finding('objective:R1'), { runs: [], now: 900 * DAY })).toEqual([]);
  });
});
