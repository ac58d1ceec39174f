import { describe, expect, it } from 'vitest';
import { recompute } from '../../../reports/recompute.ts';
import { runDocument } from '../../../reports/run/document.ts';
import { runModel } from '../../../reports/run/model.ts';
import { printedLike, printsValue } from '../../../reports/verify/printed-number.ts';
import { standInMarkdown } from '../../../reports/verify/stand-in-markdown.ts';
import type { FindingRow } from '../../../src/store/rows.ts';
import { markdownOf, sectionOf } from '../documents.ts';
import { makeFacts } from '../make-facts.ts';
import { makeFinding } from '../make-finding.ts';
import { CONTEXT } from '../plants.ts';

function reported(...findings: Partial<FindingRow>[]) {
  const facts = makeFacts({ seed: 11, jobs: 3, findings: findings.map((said, index) => makeFinding({ id: index + 1, ...said })) });
  const document = runDocument(runModel(facts, CONTEXT));
  return { facts, document, section: sectionOf(document, 'findings') };
}

const EIGHT = ['Resolved', 'Resolved', 'Resolved', 'Closed', 'In progress', 'In progress', 'In progress', 'Pending review'] as const;

describe('the issues of a report', () => {
  it('are counted in words, each of which is computed again', () => {
    const { facts, document, section } = reported(...EIGHT.map((status) => ({ status })));
    expect(section).toContain('Eight issues: three resolved, one closed, three in progress, one pending review.');
    const { claims } = markdownOf(document);
    const worded = claims.filter(({ recipe }) => recipe.of.rows === 'findings');
    expect(worded.map(({ text, value }) => [text, value])).toEqual([['Eight', 8], ['three', 3], ['one', 1], ['three', 3], ['one', 1]]); // prettier-ignore
    for (const { recipe, value } of worded) expect(recompute(recipe, facts)).toBe(value);
    const fewer = { ...facts, findings: facts.findings.slice(1) };
    expect(worded.map(({ recipe }) => recompute(recipe, fewer))).toEqual([7, 2, 1, 3, 1]);
  });

  it.each([
    [[], 'None: no rule found anything to report'],
    [[{ status: 'Pending review' as const }], 'One issue: pending review.'],
    [Array.from({ length: 13 }, () => ({})), '13 issues: 13 open.'],
  ])('%# are told', (findings, sentence) => {
    expect(reported(...findings).section).toContain(sentence);
  });

  it('tell what is meant to be done, what shows them, and what Resolved rests on', () => {
    const { section } = reported(
      { intended: 'A second | resolver', links: [{ kind: 'observation', ref: '120' }, { kind: 'incident', ref: '2' }, { kind: 'url', ref: 'https://tracker.example/browse/OPS-7' }] },
      { status: 'Resolved', basis: { kind: 'judgement', ref: '7' } },
      { status: 'Closed', basis: { kind: 'waiver', ref: 'nobody uses it' } },
      { status: 'Resolved', basis: { kind: 'recheck', ref: 'probe resolver: 0 of 99 looks failed' } },
      { status: 'Resolved', basis: { kind: 'elsewhere', ref: 'issues.md' } },
    ); // prettier-ignore
    expect(section).toMatch(
      /^\| `finding-1` \| High \| “.*” \| `Open` \| “A second \\\| resolver” \| \S+Z \| `obs-120`, `incident-2`, `…ker\.example\/browse\/OPS-7` \|$/m,
    );
    expect(section).toContain('- `finding-2` is `Resolved`: a judgement made after the fix shows it, `judgement-7`.\n');
    expect(section).toContain('- `finding-3` is `Closed`: no judgement shows it; the waiver says “nobody uses it”.\n');
    expect(section).toContain(
      '- `finding-4` is `Resolved`: its rule looked again after the fix and saw “probe resolver: 0 of 99 looks failed”.\n',
    );
    expect(section).toContain('- `finding-5` is `Resolved`: it was resolved elsewhere (`issues.md`), no judgement in this store shows it.');
    expect(section).not.toContain('- `finding-1`');
  });
});

describe('verify', () => {
  it('reads numbers in words', () => {
    expect([printsValue('Three', 3, true), printsValue('three', 2, true), printsValue('no', 0, true)]).toEqual([true, false, false]);
    expect([printedLike('three', 5), printedLike('three', 20), printedLike('3', 5)]).toEqual(['five', '20', '5']);
  });

  it('sees a word that was altered by hand', () => {
    const { document } = reported(...EIGHT.map((status) => ({ status })));
    const { text, claims } = markdownOf(document);
    const stands = (edited: string): readonly (string | null)[] =>
      standInMarkdown(edited, claims).flatMap(({ id, stands: seen }) => {
        const one = claims.find((claim) => claim.id === id);
        return one?.recipe.of.rows === 'findings' && seen !== one.text ? [seen] : [];
      });
    expect(stands(text)).toEqual([]);
    expect(stands(text.replace('three in progress', 'two in progress'))).toEqual(['two']);
    expect(stands(text.replace('Eight issues', '9 issues'))).toEqual(['9']);
  });
});
