import { describe, expect, it } from 'vitest';
import { heading, paragraph } from '../../../reports/blocks.ts';
import { claim } from '../../../reports/claim.ts';
import { lintText, type LintProblem } from '../../../reports/lint/lint-text.ts';
import { renderReport } from '../../../reports/render-report.ts';
import { verdictClaim } from '../../../reports/verdict-claim.ts';
import { readNumbers } from '../../../reports/verify/read-numbers.ts';
import type { Block, Document, Inline } from '../../../reports/document.ts';
import { comparisonOf, markdownOf, reportOf } from '../documents.ts';
import { AFTER, BEFORE, CONTROL, PLANTS } from '../plants.ts';

type Context = Parameters<typeof lintText>[1];
const NOTHING: Context = { glossary: null, ids: new Set<string>(), isPartial: false };
const lint = (markdown: string, context: Partial<Context> = {}): readonly string[] =>
  lintText({ file: 'a.md', markdown, claims: [] }, { ...NOTHING, ...context }).map(inShort);
const inShort = ({ rule, place, message }: LintProblem): string => `${rule} ${place.replace('a.md:', '')} ${message}`;

/** Eight rows: three resolved, one closed, three in progress, one pending. */
const TABLE = `| Id | Impact | Status |
| --- | --- | --- |
| 1 | High | Resolved |
| 2 | High | In progress |
| 3 | Medium | Resolved |
| 4 | Low | In progress |
| 5 | High | Pending review |
| 6 | Medium | Closed |
| 7 | Low | In progress |
| 8 | Medium | Resolved |
`;
const issues = (prose: string): string => `# Issues\n\n${prose}\n\n${TABLE}\nThe end of it.\n`;

describe('counts in the prose against their table', () => {
  it.each([
    ['We met eight issues. Of these three are resolved, one is closed, 3 in progress and one pending review.'],
    ['Three issues of high impact, three medium, two low.'],
    ['Resolved: 3, in progress: three (see the table).'],
    ['All 8 issues of table 1 were looked at within 14 days.'],
    ['The 2 progressive parts, version 3 resolved nothing; 12 in progressive steps.'],
    ['Nobody counted.'],
  ])('finds none where they agree: %s', (prose) => {
    expect(lint(issues(prose)).filter((problem) => problem.startsWith('counts'))).toEqual([]);
  });

  it.each([
    [
      'Three are resolved, one is closed, 2 in progress and one pending.',
      '3:36 "2 in progress", but the column Status of the table has 3 such rows',
    ],
    ['Four of them were resolved.', '3:1 "Four resolved", but the column Status of the table has 3 such rows'],
    ['Two pending review remain.', '3:1 "Two pending review", but the column Status of the table has one such row'],
    ['In progress: 4.', '3:14 "4 in progress", but the column Status of the table has 3 such rows'],
    ['Two issues with high impact.', '3:1 "Two high", but the column Impact of the table has 3 such rows'],
    ['There are nine issues, three resolved.', '3:11 "nine issues", but the table has 8 rows'],
  ])('finds the one that does not: %s', (prose, problem) => {
    expect(lint(issues(prose)).filter((found) => found.startsWith('counts'))).toEqual([expect.stringContaining(`counts ${problem}`)]);
  });

  it('takes the table that the sentence names, and none of another section', () => {
    const two = (prose: string): string =>
      `# T\n\n## A\n\n${prose}\n\nTable 1: ours.\n\n${TABLE}\n## B\n\nWords.\n\nTable 2: theirs.\n\n${TABLE.replace('| 1 | High | Resolved |\n', '')}`;
    expect(lint(two('By table 1 three are resolved.'))).toEqual([]);
    expect(lint(two('By table 2 three are resolved.'))).toEqual([expect.stringContaining('has 2 such rows')]);
    expect(lint(`# T\n\n## A\n\nFour resolved.\n\n## B\n\nWords.\n\n${TABLE}`)).toEqual([]);
  });
});

describe('references', () => {
  it.each([
    ['a link to an anchor', 'See [there](#nowhere).', '3:12 a link to #nowhere'],
    ['a mark that was left', 'The median is {{value median cpu}}.', '3:15 {{value median cpu}} was not filled in'],
    ['a figure', 'See figure 7.', '3:5 "figure 7": no figure has the number 7'],
    ['a table', 'As Table 2 says.', '3:4 "Table 2": no table has the number 2'],
  ])('finds %s that leads nowhere', (_, prose, problem) => {
    expect(lint(`# T\n\n${prose}\n`)).toEqual([expect.stringContaining(`references ${problem}`)]);
  });

  it('finds none that leads somewhere, nor in code', () => {
    const text =
      '# First part\n\n<a id="own"></a>\n\nSee [it](#own), [the part](#first-part), figure 7 and `{{value x}}` or `[x](#y)`.\n\n![Points](f.svg)\n\nFigure 7: points.\n\n```\n{{ref x}} [x](#z)\n```\n';
    expect(lint(text)).toEqual([]);
  });

  it('in a part of a deliverable asks for ids instead of numbers', () => {
    const context = { isPartial: true, ids: new Set(['main']) };
    expect(lint('See {{ref main}} and {{value median cpu before}}.', context)).toEqual([]);
    expect(lint('See {{ref other}}.', context)).toEqual([expect.stringContaining('nothing has the id "other"')]);
    expect(lint('See figure 1.', context)).toEqual([expect.stringContaining('numbered by hand')]);
  });
});

describe('headings, figures, acronyms', () => {
  it.each([
    ['a heading twice', '# T\n\n## A\n\nx\n\n## A\n\ny\n', ['headings 7:1 the heading "A" stands there twice: rename one']],
    ['the same under different headings', '# T\n\n## A\n\n### N\n\nx\n\n## B\n\n### N\n\ny\n', []],
    ['an empty section', '# T\n\n## A\n\n## B\n\ny\n', [expect.stringContaining('headings 3:1 the section "A" is empty')]],
    ['an empty section at the end', '# T\n\nx\n\n## B\n', [expect.stringContaining('5:1 the section "B" is empty')]],
    ['a section with parts only', '# T\n\n## A\n\n### B\n\ny\n', []],
    ['a figure without words', '# T\n\n![](f.png)\n\nA caption.\n', [expect.stringContaining('figures 3:1 a figure without an alt text')]],
    [
      'a figure without a caption',
      '# T\n\n![Points](f.png)\n\n## B\n\nx\n',
      [expect.stringContaining('figures 3:1 a figure without a caption')],
    ],
    ['a figure with both', '# T\n\n![Points](f.png)\n\nA caption.\n', []],
  ])('%s', (_, text, problems) => {
    expect(lint(text)).toEqual(problems);
  });

  const glossary = '## Glossary\n\n| Term | Means |\n| --- | --- |\n| VM | virtual machine |\n| API | interface |\n';

  it('finds acronyms that the glossary lacks, once each, where there is one', () => {
    expect(lint(`# T\n\nThe VMs and the API of IaaS clouds use DNS, and DNS is UTC, part II, 5 GHz.\n\n${glossary}`)).toEqual([
      expect.stringContaining('acronyms 3:24 IaaS is not in the glossary'),
      expect.stringContaining('acronyms 3:40 DNS is not in the glossary'),
    ]);
    expect(lint('# T\n\nThe VMs use DNS.\n')).toEqual([]);
    expect(lint('The VMs use DNS and `TTL`.', { glossary: new Set(['DNS']), isPartial: true })).toEqual([
      expect.stringContaining('1:5 VM is not'),
    ]);
    expect(lint('# T\n\nThe VM.\n\n## Acronyms\n\n- **VM**: a machine\n- DNS – names\n')).toEqual([]);
  });
});

const of = { rows: 'samples', runs: ['r'], metric: 'job_duration_seconds', tags: { job_kind: 'cpu' } } as const;
const median = claim(1.234, 'seconds', { statistic: 'median', of });

async function lintDocument(blocks: readonly Block[], change: (markdown: string) => string = (text) => text): Promise<readonly string[]> {
  const document: Document = { title: 'T', blocks };
  const { text } = markdownOf(document);
  const { claims } = readNumbers((await renderReport(document)).get('numbers.json') ?? '', 'numbers.json');
  return lintText({ file: 'a.md', markdown: change(text), claims }, NOTHING).map(inShort);
}

describe('numbers typed by hand beside measured ones', () => {
  const typed = (words: string): Promise<readonly string[]> =>
    lintDocument([paragraph('The cpu jobs: median ', median, '.'), paragraph({ authored: words })]);

  it.each(['The median of the cpu jobs was 1.3 s.', 'For cpu jobs a median of 1235 ms is what we saw.', 'cpu: median 2 s'])(
    'finds one that differs: %s',
    async (words) => {
      expect(await typed(words)).toEqual([
        expect.stringMatching(/^typed-numbers 5:\d+ ".*" was typed by hand, but c1 \(line 3\) says 1\.234 s/),
      ]);
    },
  );

  it.each([
    'The median of the cpu jobs was 1.2 s.',
    'The median of the cpu jobs was 1234 ms.',
    'The median of the io jobs was 1.3 s.',
    'The median was 1.3 s last year.',
    'The cpu jobs had a limit of 1.3 s.',
    'The median of the cpu jobs is over 5 % lower.',
    'The median of the cpu jobs by `sysbench 1.3 s`.',
  ])('finds none that agrees, or is of something else: %s', async (words) => {
    expect(await typed(words)).toEqual([]);
  });
});

describe('words against the verdict', () => {
  const said = (about: 'level' | 'spread', value: number): Inline =>
    verdictClaim(about, value, { of, against: of, parameters: { margin: 0.05, alpha: 0.05, worse: 'up' } });
  const text = (words: string, ...verdicts: readonly Inline[]): Promise<readonly string[]> =>
    lintDocument([heading(1, 'A', 'a'), paragraph('The time of cpu jobs ', ...verdicts, '.'), paragraph({ authored: words })]);

  it.each([
    ['The upgrade improved the cloud.', 0, /"improved" is said here, but the verdict on the level \(c1, line 7\) says "got worse"/],
    ['Jobs are faster now.', 5, /says "is not decided"/],
    ['Everything got worse.', 1, /says "improved"/],
    ['It is slower.', 4, /says "is equivalent"/],
  ])('finds %s', async (words, verdict, problem) => {
    expect(await text(words, said('level', verdict))).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['The upgrade improved the cloud.', said('level', 1)],
    ['It was not an improvement.', said('level', 0)],
    ['The goal was an improvement.', said('level', 0)],
    ['Is it faster?', said('level', 0)],
    ['The io jobs improved.', said('spread', 0)],
    ['The cloud is steadier.', said('spread', 1)],
    ['The cloud is steadier.', said('level', 0)],
  ])('finds nothing in: %s', async (words, verdict) => {
    expect(await text(words, verdict)).toEqual([]);
  });

  it('finds it for the spread', async () => {
    expect(await text('The cloud is steadier.', said('spread', 0))).toEqual([
      expect.stringMatching(/verdict on the spread .* says "grew"/),
    ]);
  });
});

describe('reports of our own', () => {
  it.each([
    ...Object.entries(PLANTS).map(([name, plant]) => [name, () => reportOf(plant)] as const),
    ['improved', () => comparisonOf({ ...BEFORE, runs: 5 }, { ...AFTER, runs: 5 })] as const,
    ['unchanged', () => comparisonOf({ ...BEFORE, runs: 5 }, { ...CONTROL, runs: 5 })] as const,
  ])('raise no alarm: %s', (_, make) => {
    const { text, claims } = markdownOf(make().document);
    expect(lintText({ file: 'a.md', markdown: text, claims }, NOTHING)).toEqual([]);
  });
});
