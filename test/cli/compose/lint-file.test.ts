import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintFile } from '../../../src/cli/compose/lint-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, text: string): Promise<string> => {
  await mkdir(join(folder, 'parts'), { recursive: true });
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const told = async (file: string): Promise<readonly string[]> =>
  (await lintFile(file)).map(({ place, message }) => `${place.replace(`${folder}/`, '')} ${message}`);

describe('lintFile', () => {
  it('reads the parts of a deliverable, its glossary and its ids', async () => {
    await put(
      'parts/intro.md',
      'The VMs of the cloud.\n\nSee {{ref end}} and {{ref main}}, not {{ref lost}}.\n\n{{figure compare before after id=main}}\n',
    );
    const file = await put(
      'deliverable.yaml',
      [
        'title: T',
        'glossary: { VM: a machine }',
        'sections:',
        '  - title: Intro',
        '    text: parts/intro.md',
        '    sections:',
        '      - title: End',
        '        id: end',
        '        markdown: |',
        '          One line.',
        '',
        '          See figure 3 of the SLA.',
        '',
      ].join('\n'),
    );
    expect(await told(file)).toEqual([
      expect.stringContaining('parts/intro.md:3:39 {{ref lost}}: nothing has the id "lost"'),
      expect.stringContaining('deliverable.yaml:12:15 "figure 3" is numbered by hand'),
      expect.stringContaining('deliverable.yaml:12:31 SLA is not in the glossary'),
    ]);
  });

  it("takes a folder's report.md, with the numbers beside it", async () => {
    await put('report.md', '# T\n\nThe cpu jobs: median 1.234 s, and again a median of 1.9 s.\n');
    const recipe = { statistic: 'median', of: { rows: 'samples', runs: ['r'], metric: 'm', tags: { job_kind: 'cpu' } } };
    await put('numbers.json', JSON.stringify([{ id: 'c1', line: 3, column: 22, value: 1.234, text: '1.234 s', recipe }]));
    expect(await told(folder)).toEqual([expect.stringContaining('report.md:3:53 "1.9 s" was typed by hand, but c1 (line 3) says 1.234 s')]);
  });

  it.each([
    ['a file that is not there', 'nowhere.md', null, 'file-unreadable'],
    ['another kind of file', 'x.pdf', 'x', 'usage'],
    ['broken YAML', 'd.yaml', 'a: [', 'file-unreadable'],
    ['a part that is not there', 'd.yml', 'sections: [{ title: A, text: gone.md }]', 'file-unreadable'],
  ])('refuses %s', async (_, name, text, code) => {
    if (text !== null) await put(name, text);
    await expect(lintFile(join(folder, name))).rejects.toMatchObject({
      code,
      place: expect.stringContaining(name === 'd.yml' ? 'gone.md' : name),
    });
  });
});
