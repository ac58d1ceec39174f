import { describe, expect, it } from 'vitest';
import { countFindings, countingSentence } from '../../src/analysis/count-findings.ts';
import type { FindingStatus } from '../../src/core/finding.ts';

const of = (...statuses: FindingStatus[]) => statuses.map((status) => ({ status }));

describe('countingSentence', () => {
  it.each([
    [of(), 'no issues'],
    [of('Open'), 'one issue: open'],
    [of('Open', 'Resolved'), 'two issues: one resolved, one open'],
    [
      of('In progress', 'Resolved', 'Pending review', 'Closed', 'Resolved', 'In progress', 'In progress', 'Resolved'),
      'eight issues: three resolved, one closed, three in progress, one pending review',
    ],
    [of(...Array.from({ length: 13 }, () => 'Closed' as const)), '13 issues: 13 closed'],
  ])('of %j', (findings, sentence) => {
    expect(countingSentence(findings)).toBe(sentence);
  });

  it('counts each finding once', () => {
    const findings = of('Open', 'Closed', 'Open', 'Resolved');
    expect(countFindings(findings).reduce((sum, { n }) => sum + n, 0)).toBe(findings.length);
  });
});
