import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { measuredCampaigns } from '../../../reports/deliverable/measured/campaigns.ts';
import { HarnessError } from '../../../src/core/errors.ts';
import { deliverableOf, storyFacts } from '../deliverable-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'deliverable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of a deliverable of its own, the YAML file first. */
function written(files: { readonly [name: string]: string }): string {
  const own = mkdtempSync(join(folder, 'd-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(own, name)), { recursive: true });
    writeFileSync(join(own, name), text);
  }
  return join(own, Object.keys(files)[0] ?? '');
}

const HEAD = 'title: T\ncampaigns: { testbed: before, production: after }\n';
const withText = (text: string): string => written({ 'd.yaml': `${HEAD}sections:\n  - { title: S, id: s, text: s.md }\n`, 's.md': text });

/** What is wrong with a file, without its folder: `s.md:1:1 message`. */
function told(file: string): readonly string[] {
  const short = (text: string): string => text.replaceAll(/(?:\.\.\/)*\S*d-[\w]{6}\//g, '');
  try {
    return deliverableOf(file).problems.map(({ place, message }) => short(`${place} ${message}`));
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    expect(error.exit).toBe(2);
    return [short(error.message)];
  }
}

describe('a text that asks for what is not there', () => {
  it.each<readonly [text: string, problem: string]>([
    ['{{figure nothing}}', 's.md:1:1 {{figure nothing}} is not known; there are {{figure compare}}, '],
    [
      'a\n\n{{table fluctuation testbed productoin}}',
      's.md:3:1 {{table fluctuation testbed productoin}} "productoin" is no campaign of this deliverable (testbed, production) and no kind of job (cpu, io)',
    ],
    ['{{table fluctuation size=3}}', 's.md:1:1 {{table fluctuation}} has no size=; it takes id=, caption=, campaign=, kind='],
    ['{{figure compare jobs=9-3}}', 's.md:1:1 {{figure compare}} jobs=9-3 is no range of job numbers'],
    ['{{figure compare jobs=5000-6000}}', 's.md:1:1 {{figure compare}} jobs=5000-6000 draws nothing: the last job has number 54'],
    ['{{figure compare testbed}}', 's.md:1:1 {{figure compare testbed}} needs two campaigns, before and after'],
    ['{{figure compare testbed testbed}}', 'names a campaign twice'],
    ['{{figure compare cpu io}}', 'names 2 kinds of job; it takes one'],
    ['{{figure phases}}', 'needs one campaign of testbed, production'],
    ['{{figure outages production}}', 'has no data: no look failed in production'],
    ['{{figure week}}', 'has no data: a map of the week needs jobs on seven days'],
    ['{{table findings status=Done}}', 'status="Done" is none of Open, In progress, Pending review, Resolved, Closed'],
    ['{{table runs}}\n\n{{table runs}}', 's.md:3:1 {{table runs}} stands in this document already'],
    ['{{diagram topology testbed}}', 'takes no campaign'],
    ['See {{ref nowhere}}.', 's.md:1:5 {{ref nowhere}} refers to nothing: there is '],
    ['See {{ref s s}}.', 'takes one id'],
    ['A [link](#nowhere) here.', 's.md:1:3 a link to #nowhere: nothing here has that id'],
    ['A [link](javascript:alert(1)) here.', 's.md:1:3 a link to "javascript:alert(1)": only https, http and mailto'],
    ['A [link](other.md) here.', 'a link to "other.md": only'],
    ['> * deep [x](file:///etc/passwd)', 's.md:1:10 a link to "file:///etc/passwd"'],
    ['![a picture](me.png)', 's.md:1:1 pictures are drawn from measured rows'],
    ['~~struck~~', 's.md:1:1 text that is struck out'],
    ['so {{value median cpu testbed', 's.md:1:4 the braces are not closed on their line'],
    ['{{value}}', 's.md:1:1 {{value}} says no statistic; there are count, ratio'],
    ['{{}}', 's.md:1:1 {{}} is empty'],
    ['{{vaule median}}', '{{vaule median}} is not known; there are value, claim, sentence and ref'],
    ['{{value mean cpu testbed}}', '"mean" is no statistic'],
    ['{{value median cpu}}', 'needs one campaign of testbed, production'],
    ['{{value median disk testbed}}', '"disk" is no campaign'],
    ['{{value median cpu testbed unit=MB}}', 'unit=MB: it is printed in µs, ms, s, h'],
    ['{{value median cpu testbed digits=0}}', 'digits=0 is no number of significant digits'],
    ['{{value n cpu testbed digits=3}}', 'digits= does not go with a count'],
    ['{{value max cpu testbed interval=yes}}', 'has no interval'],
    ['{{value max cpu testbed interval=maybe}}', 'interval=maybe is neither yes nor no'],
    [
      '{{value median cpu testbed metric=nothing}}',
      'has no data: nothing measured nothing of cpu jobs of testbed; there is cpu_events_per_second of cpu jobs',
    ],
    ['{{value median io testbed metric=io_bytes_per_second direction=read}}', 'has no data'],
    ['{{value icc probe=api testbed}}', 'icc is a statistic of jobs only'],
    ['{{value median cpu probe=api testbed}}', 'takes a kind of job, or probe= or phase=, not both'],
    ['{{value median probe=gone testbed}}', 'has no data: no answer of probe=gone phase=total in testbed; there is probe='],
    ['{{value median phase=boot testbed}}', 'has no data: no phase boot of renting in testbed; there is clone'],
    ['{{value ratio cpu of=sideways}}', 'of=sideways is neither level nor spread'],
    ['{{value availability testbed}}', 'needs probe= or operation='],
    ['{{value availability probe=api operation=start testbed}}', 'takes probe= or operation=, not both'],
    ['{{value availability probe=gone testbed}}', 'has no data: nothing looked at gone in testbed; there is api, resolver'],
    ['{{value availability operation=start testbed}}', 'has no data: availability is of probes'],
    ['{{value downtime probe=api testbed}}', 'has no data: no outage of it was seen in testbed'],
    ['{{value failures probe=api code=x testbed}}', 'failed with x; codes are max_retries_exceeded'],
    ['{{value count}}', 'says nothing to count; there are findings, runs, instances, jobs'],
    ['{{value count cats}}', 'cannot count "cats"'],
    ['{{value count findings impact=Huge}}', 'impact="Huge" is none of Low, Medium, High, Critical'],
    ['{{value count jobs cpu testbed outcome=lost}}', 'outcome=lost is none of done, failed, planned'],
    ['{{sentence outages}}', '{{sentence outages}} is not known; there is {{sentence findings}}'],
    ['{{sentence findings status=x}}', 'status="x" is none of Open'],
    ['{{claim}}', 'says nothing to claim'],
    ['{{claim speed cpu}}', 'cannot claim "speed"'],
    ['{{value median cpu testbed unit=s unit=s}}', 'says unit twice'],
    ['{{value "}}', 's.md:1:1 the braces are not closed'],
    ['A {{figure compare}} within.', 's.md:1:3 {{figure compare}} needs a line of its own'],
    ['- {{figure compare}}', 's.md:1:3 {{figure compare}} needs a line of its own'],
    ['## Of {{value n cpu testbed}}', 's.md:1:1 a heading holds nothing measured'],
    ['## A {#x}\n\n## B {#x}', 's.md:3:1 the id "x" is there twice; the first is at s.md:1:1'],
    ['## A {#c12}', 's.md:1:1 {#c12}: is kept for what a report numbers itself'],
    ['{{table looks id=Big}}', 's.md:1:1 id=Big expected small letters'],
    ['{{table looks id=s}}', 's.md:1:1 the id "s" is there twice; the first is at d.yaml:4:21'],
    ['| a |\n| - |\n| b |', 's.md:1:1 a table needs a caption'],
    ['- a\n\n  | a |\n  | - |\n  | b |', 'a table stands within a list or a quote'],
    ['> # no', 'a heading stands within a list or a quote'],
    [`# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5`, 's.md:9:1 a heading stands 6 levels deep; there are 5'],
    [`# ${'x'.repeat(161)}`, 's.md:1:1 a heading has at most 160 characters'],
    ['#', 's.md:1:1 a heading is empty'],
    [`\`${'x'.repeat(161)}\``, 's.md:1:1 code of more than 160 characters'],
  ])('%s', (text, problem) => {
    expect(told(withText(text)).join('\n')).toContain(problem);
  });

  it('is told all of it at once, each at its place', () => {
    const problems = told(withText('One {{ref a}} and\ntwo {{value nothing}}.\n\n{{figure nothing}}\n\n- three ![x](y.png)\n'));
    expect(problems.map((text) => /^s\.md:\d+:\d+/.exec(text)?.[0])).toEqual(['s.md:4:1', 's.md:1:5', 's.md:2:5', 's.md:6:9']);
  });

  it('has nothing to mend where a caption, an id and an empty line are', () => {
    expect(
      told(
        withText(
          'Table: t {#t}\n\n| a |\n| - |\n| 1 {{ref t}} |\n\n{{table looks id=looks}}\n{{table latency}}\n\n`{{value}}` and \\{{value}}',
        ),
      ),
    ).toEqual([]);
  });
});

describe('a YAML file that cannot be used', () => {
  const SECTIONS = 'sections: [{ title: S, markdown: text }]\n';
  it.each<readonly [yaml: string, problem: string]>([
    ['', 'd.yaml title: is missing: expected a text'],
    ['title: [', 'Cannot read the deliverable as YAML'],
    [`${HEAD}${SECTIONS}colour: red\n`, 'd.yaml:4:1 unknown key "colour"'],
    [`${HEAD}${SECTIONS}version: 1.0\n`, 'd.yaml:4:10 version: expected a text, not a number'],
    [`${HEAD}${SECTIONS}date: yesterday\n`, 'd.yaml:4:7 date: expected a date such as 2026-11-25'],
    [`${HEAD}${SECTIONS}dissemination: XX\n`, 'dissemination: expected PU, PP, RE or CO, or a map of level and means'],
    [`${HEAD}${SECTIONS}history: [{ version: "1", date: 2026-11-25, author: A }]\n`, 'history.0.change: is missing'],
    [
      `${HEAD}${SECTIONS}authors: [{ name: A, email: nowhere }]\n`,
      'd.yaml:4:29 authors.0.email: expected an address such as name@example.org',
    ],
    [`${HEAD}${SECTIONS}locale: xx-nonsense-1\n`, 'd.yaml:4:9 locale: unknown locale'],
    [`${HEAD}${SECTIONS}time_zone: Mars/Base\n`, 'd.yaml:4:12 time_zone: unknown time zone'],
    [`${HEAD}${SECTIONS}window: { from: soon }\n`, 'window.from: expected a date or an instant in UTC'],
    [`title: T\ncampaigns: { 2026-before: a }\n${SECTIONS}`, 'd.yaml:2:1 campaigns: expected names, or a map of names'],
    [`title: "${'x'.repeat(10_000)}"\n${SECTIONS}`, 'd.yaml:1:8 title: must have at most 160 characters'],
    [`title: "a\\nb"\n${SECTIONS}`, 'title: must be one line'],
    [`${HEAD}sections: []\n`, 'sections: at least one section is needed'],
    [`${HEAD}sections: [{ title: S }]\n`, 'd.yaml:3:21 section "S" is empty'],
    [`${HEAD}sections: [{ title: S, text: a.md, markdown: b }]\n`, 'd.yaml:3:46 a section has text: or markdown:, not both'],
    [`${HEAD}sections: [{ title: S, text: missing.md }]\n`, 'd.yaml:3:30 "missing.md" cannot be read: there is no such file'],
    [`${HEAD}sections: [{ title: S, text: ../up.md }]\n`, '"../up.md" is outside the folder of the deliverable'],
    [`${HEAD}sections: [{ title: S, text: /etc/hostname }]\n`, '"/etc/hostname" is outside the folder of the deliverable'],
    [`${HEAD}sections: [{ title: S, text: . }]\n`, '"." is outside the folder'],
    [`${HEAD}${SECTIONS}glossary: { VM: a, Vm: b }\n`, 'd.yaml:4:20 the acronym "Vm" differs from "VM" by capitals only'],
    [`${HEAD}${SECTIONS}glossary: { VM: a, VM: b }\n`, 'Cannot read the deliverable as YAML'],
    [`${HEAD}abstract: |\n  fine\n\n  {{ref x}}\n${SECTIONS}`, 'd.yaml:6:3 {{ref x}} refers to nothing'],
    [`${HEAD}abstract: '# no'\n${SECTIONS}`, 'd.yaml:3:11 the abstract has no headings'],
    [`${HEAD}sections:\n  - title: S\n    markdown: |-\n        deep {{ref x}}\n`, 'd.yaml:6:14 {{ref x}}'],
    [`${HEAD}sections: [{ title: S, markdown: 'a {{ref x}}' }]\n`, 'd.yaml:3:34 {{ref x}}'],
  ])('%j', (yaml, problem) => {
    expect(told(written({ 'd.yaml': yaml })).join('\n')).toContain(problem);
  });

  it('does not follow a symlink out of its folder, nor one in a circle', () => {
    const outside = join(folder, 'secret.md');
    writeFileSync(outside, 'secret');
    const file = written({
      'd.yaml': `${HEAD}sections: [{ title: S, text: a.md }, { title: T, text: b.md }, { title: U, text: c/secret.md }]\n`,
    });
    symlinkSync(outside, join(dirname(file), 'a.md'));
    symlinkSync('b.md', join(dirname(file), 'b.md'));
    symlinkSync(folder, join(dirname(file), 'c'));
    expect(told(file).map((text) => text.replace(/^\S+ /, ''))).toEqual([
      '"a.md" leads out of the folder of the deliverable',
      '"b.md" cannot be read: its symlinks lead in a circle',
      '"c/secret.md" leads out of the folder of the deliverable',
    ]);
  });

  it('is none where there is no such file', () => {
    expect(told(join(folder, 'none.yaml'))[0]).toContain('Cannot read the deliverable: there is no such file');
  });

  it('refuses a text that is not UTF-8', () => {
    const file = written({ 'd.yaml': `${HEAD}sections: [{ title: S, text: s.md }]\n` });
    writeFileSync(join(dirname(file), 's.md'), Buffer.from([0x66, 0xff, 0xfe]));
    expect(told(file)[0]).toContain('"s.md" cannot be read: it is not UTF-8');
  });
});

describe('a campaign that could not be read', () => {
  it('is told once, and not again by everything that asks for it', () => {
    const [testbed] = storyFacts().campaigns;
    const measured = measuredCampaigns({ ...storyFacts(), campaigns: testbed === undefined ? [] : [testbed], missing: ['production'] });
    const text =
      '{{figure compare testbed production id=f}}\n\n{{Ref f}}: {{value median cpu production}}, {{claim level cpu}}. {{value nothing}}';
    const { problems } = deliverableOf(withText(text), measured);
    expect(problems.map(({ message }) => message.slice(0, 17))).toEqual(['{{value nothing}}']);
  });
});
