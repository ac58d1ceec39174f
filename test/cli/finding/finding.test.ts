import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench } from '../import-fixture.ts';
import { openWriter } from '../../../src/store/open-writer.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { silentLog } from '../../../src/core/log.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { job, T0 } from '../../store/store-fixture.ts';

const SENTENCE = 'eight issues: three resolved, one closed, three in progress, one pending review\n';
const table = join(import.meta.dirname, 'issues-before-upgrade.md');

describe('the table of a project before its upgrade', () => {
  const { folder, command, query, file } = bench();
  const own = join(folder, 'issues.md');

  it('is imported with what it says, once', async () => {
    copyFileSync(table, own);
    expect(await command('finding', 'import', own)).toEqual({ out: 'issues.md: 8 new, 0 changed, 0 as they were\n', err: '', exit: 0 });
    expect((await command('finding', 'import', own)).out).toBe('issues.md: 0 new, 0 changed, 8 as they were\n');
    expect((await command('finding', 'list')).out.endsWith(SENTENCE)).toBe(true);
    expect((await command('finding', 'list')).out).not.toContain('web UI');
    expect((await command('finding', 'list', '--all')).out).toContain('web UI');
    expect(await query('select impact, status, title from findings where id in (1, 4, 5)')).toEqual([
      { impact: 'High', status: 'Resolved', title: 'Performance of machines fluctuates' },
      { impact: 'Medium', status: 'In progress', title: 'API calls fail with max_retries_exceeded' },
      { impact: 'High', status: 'In progress', title: 'The firewall opens every port when one is asked for, and has no rule for ICMP' },
    ]);
    const { out } = await command('finding', 'show', '3');
    expect(out).toContain('status: Resolved, resting on resolved elsewhere (issues.md), no judgement in this store\n');
    expect(out).toMatch(/history:\n {2}\S+Z Resolved \(ada\): imported from issues\.md\n$/);
  });

  it('changes what the file changed and leaves what people changed', async () => {
    await command('finding', 'set', '6', '--status', 'pending review', '--impact', 'low', '--reason', 'a new image');
    writeFileSync(
      own,
      readFileSync(own, 'utf8')
        .replace('Nightly backups are not checked', 'Backups are checked')
        .replace(/Pending +\|/, 'Open |'),
    );
    expect((await command('finding', 'import', own)).out).toBe('issues.md: 0 new, 1 changed, 7 as they were\n');
    expect(await query('select title, status from findings where id = 8')).toEqual([{ title: 'Backups are checked', status: 'Open' }]);
    expect(await query('select impact, status from findings where id = 6')).toEqual([{ impact: 'Low', status: 'Pending review' }]);
  });

  it('comes back from an export in each format under another name, with the same sentence', async () => {
    const rows = 'select title, impact, description, intended, status from findings where source = ? order by id';
    const before = await query(rows, 'issues.md');
    for (const [format, name] of [
      ['markdown', 'e.md'],
      ['csv', 'e.csv'],
      ['json', 'e.json'],
    ] as const) {
      // prettier-ignore
      const { out } = await command('finding', 'export', '--source', 'issues.md', '--format', format);
      const path = file(name, out);
      const told = await command('finding', 'import', path);
      expect(told).toMatchObject({
        out: `${name}: 8 new, 0 changed, 0 as they were\n`,
        err: 'nothing was taken from "Rests on", "Closed"\n',
      });
      expect(await query(rows, name)).toEqual(before);
      expect((await command('finding', 'import', path)).out).toContain('0 new, 0 changed');
    }
    const all = (await command('finding', 'export', '--format', 'csv')).out;
    expect((await command('finding', 'import', file('all.csv', all))).out).toContain('32 new');
    expect((await command('finding', 'export', '--out', 'register.md')).out).toMatch(/^\d+ findings: .*register\.md\n$/);
    await expect(command('finding', 'export', '--out', 'no/such/place.md')).rejects.toMatchObject({ code: 'unwritable', exit: 3 });
  });
});

describe('a table that cannot be read', () => {
  const { command, file, query } = bench();
  const HEAD = '| ID | Title | Impact | Status | Target | Opened |\n| - | - | - | - | - | - |\n';
  it.each([
    [
      'an unknown impact',
      'a.md',
      `\n${HEAD}| 1 | a | Awful | Open | | |`,
      ':4:11',
      '"Awful" is no impact: expected Low, Medium, High, Critical',
    ],
    ['no impact', 'a.md', `${HEAD}| 1 | a | | Open | | |`, ':3:11', 'there is no impact'],
    [
      'an unknown status',
      'a.md',
      `${HEAD}| 1 | a | Low | Maybe | | |`,
      ':3:17',
      '"Maybe" is no status: expected Open, In progress, Pending review',
    ],
    ['no title', 'a.md', `${HEAD}| 1 | | Low | Open | | |`, ':3:7', 'there is no title'],
    ['a cell too many', 'a.md', `${HEAD}| 1 | a | b | Low | Open | | |`, ':3:30', '7 cells where the header has 6'],
    ['an id twice', 'a.md', `${HEAD}| 1 | a | Low | Open | | |\n| 1 | b | Low | Open | | |`, ':4:3', '"1" is there twice, first at'],
    ['no date', 'a.md', `${HEAD}| 1 | a | Low | Open | | tomorrow |`, ':3:26', '"tomorrow" is no instant'],
    ['an unknown target', 'a.md', `${HEAD}| 1 | a | Low | Open | mars | |`, ':3:24', 'no target "mars"'],
    ['an unknown impact in CSV', 'a.csv', 'Title,Impact\r\n"a\r\nb",Low\r\nc,Awful\r\n', ':4:3', '"Awful" is no impact'],
    ['an open quote', 'a.csv', 'Title,Impact\nx,Low\n"never closed,Low\n', ':3:1', 'a quote is never closed'],
    ['no such table', 'a.md', '| a | b |\n| - | - |\n| 1 | 2 |\n', 'a.md', 'no table of issues'],
    ['no table at all', 'a.md', 'words\n', 'a.md', 'no table of issues'],
    ['no JSON', 'a.json', '[{', 'a.json', 'it is no JSON'],
    ['no list', 'a.json', '{"a": 1}', 'a.json', 'no list of objects'],
  ])('for %s is told with its place', async (_what, name, content, place, message) => {
    const path = file(name, content);
    await expect(command('finding', 'import', path)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining(message),
      place: expect.stringMatching(new RegExp(`${place.replace('.', String.raw`\.`)}$`)),
    });
  });

  it('is no file at all, empty or binary', async () => {
    await expect(command('finding', 'import', 'nowhere.md')).rejects.toMatchObject({ code: 'file-unreadable', exit: 3 });
    await expect(command('finding', 'import', file('e.md', ''))).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(command('finding', 'import', file('b.csv', new Uint8Array([1, 0, 0, 7])))).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });

  it('left nothing behind', async () => {
    await command('finding', 'add', 'first', '--impact', 'low');
    expect(await query('select title from findings')).toEqual([{ title: 'first' }]);
  });

  it('tells all its malformed rows at once, the first twenty by name', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `t${index},Awful\n`).join('');
    const told = (await command('finding', 'import', file('many.csv', `Title,Impact\n${rows}`)).catch((error: unknown) => error)) as Error;
    expect(told.message.match(/is no impact/g)).toHaveLength(20);
    expect(told.message).toMatch(/; and 10 more$/);
    expect((await command('finding', 'import', file('none.csv', 'Summary\nonly a title\n'), '--impact', 'high')).out).toContain('1 new');
  });
});

describe('what people enter and change', () => {
  const { folder, command, query } = bench();

  it('is shown with its history', async () => {
    expect((await command('finding', 'add', 'Slow\nclones', '--impact', 'HIGH', '--target', 'lab', '--link', 'https://tracker.example/7', '--by', 'bob')).out).toBe('finding-1: High, Open: Slow clones\n'); // prettier-ignore
    await command('finding', 'set', 'finding-1', '--status', 'in progress', '--reason', 'new storage', '--intended', 'measure again');
    const { out } = await command('finding', 'show', 'finding-1');
    expect(out).toContain('reporter: bob\n');
    expect(out).toContain('intended resolution: measure again\n');
    expect(out).toContain('links:\n  https://tracker.example/7\n');
    expect(out).toMatch(/Open \(bob\): entered\n {2}\S+ In progress \(ada\): new storage\n$/);
    await command('finding', 'set', '1', '--intended', '');
    expect(await query('select intended from findings')).toEqual([{ intended: null }]);
    expect(JSON.parse((await command('--json', 'finding', 'list')).out)).toMatchObject({
      data: [{ id: 1 }],
      meta: { sentence: 'one issue: in progress' },
    });
    expect((await command('show', 'finding-1')).out).toMatch(/history:\n {2}- at \d{4}-\d\d-\d\dT\S+Z, status Open, who bob/);
  });

  it('is Resolved by a judgement that was made after the fix and says so, and by no other', async () => {
    const writer = await openWriter({
      file: join(folder, 'evenkeel.db'), sessionsDir: join(folder, 'sessions'), clock: systemClock, random: seededRandom(1), log: silentLog,
      observer: { name: 'lab', place: null }, version: '1', config: '', kind: 'run',
    }); // prettier-ignore
    await writer.record(job(1, { target: 'lab' }));
    const judge = (at: number, result: object) => writer.judge({ at, kind: 'verdict', series: 1, baseline: null, method: 'm', seed: 1, result: JSON.stringify(result) }); // prettier-ignore
    const later = systemClock.now() + 1_000_000;
    const [early, mixed, worse, good] = [
      await judge(T0, { since: T0, verdict: 'improvement' }),
      await judge(later, { since: T0, verdict: 'improvement' }),
      await judge(later, { since: later, verdict: 'inconclusive' }),
      await judge(later, { since: later, verdict: 'improvement' }),
    ];
    await writer.close('done');
    const resolve = (...words: string[]) => command('finding', 'set', '1', '--status', 'Resolved', '--reason', 'measured', ...words);
    await expect(resolve()).rejects.toMatchObject({ code: 'usage', message: 'finding-1 cannot be Resolved: no judgement is linked to it' });
    await expect(resolve('--link', `judgement-${early}`)).rejects.toThrow('it was made before the fix');
    await expect(resolve('--link', `judgement-${mixed}`)).rejects.toThrow('was measured before the fix');
    await expect(resolve('--link', `judgement-${worse}`)).rejects.toThrow('it says inconclusive');
    expect(await query('select status from findings')).toEqual([{ status: 'In progress' }]);
    expect(await query(`select * from finding_links where kind = 'judgement'`)).toEqual([]);
    expect((await resolve('--link', `judgement-${worse}`, '--link', `judgement-${good}`)).out).toBe(
      `finding-1: High, Resolved: Slow clones\nit rests on judgement-${good} (improvement)\n`,
    );
    expect((await command('finding', 'list')).out).toContain('Resolved  a judgement');
  });

  it('is Resolved by a waiver, Closed for good, and opened again with a reason', async () => {
    await command('finding', 'add', 'Odd', '--impact', 'low');
    await command('finding', 'set', '2', '--status', 'Resolved', '--reason', 'r', '--waiver', 'nobody minds');
    expect((await command('finding', 'set', '2', '--status', 'closed', '--reason', 'done')).out).toContain(
      'it rests on waiver: nobody minds',
    );
    expect(await query('select closed_at is not null as closed from findings where id = 2')).toEqual([{ closed: 1 }]);
    expect((await command('finding', 'set', '2', '--status', 'open', '--reason', 'back')).out).toBe('finding-2: Low, Open: Odd\n');
    expect(await query('select closed_at, basis_kind from findings where id = 2')).toEqual([{ closed_at: null, basis_kind: null }]);
  });

  it.each([
    [['add', 'x'], 'usage', "required option '--impact <impact>' not specified"],
    [['add', 'x', '--impact', 'awful'], 'usage', 'Expected Low, Medium, High or Critical.'],
    [['add', ' \u0007'.slice(0, 1), '--impact', 'low'], 'usage', 'the title is empty'],
    [['add', 'x', '--impact', 'low', '--status', 'fixed'], 'usage', 'Expected Open, In progress, Pending review, Resolved or Closed.'],
    [['add', 'x', '--impact', 'low', '--status', 'resolved'], 'usage', 'only just entered'],
    [['add', 'x', '--impact', 'low', '--waiver', 'w'], 'usage', '--waiver is for --status Resolved only'],
    [['add', 'x', '--impact', 'low', '--target', 'mars'], 'unknown-target', 'no target "mars"'],
    [['add', 'x', '--impact', 'low', '--opened', 'soon'], 'usage', 'Expected an instant'],
    [['add', 'x', '--impact', 'low', '--opened', '2999-01-01'], 'usage', '--opened is in the future'],
    [['add', 'x', '--impact', 'low', '--by', ''], 'usage', '--by is empty'],
    [['add', 'x', '--impact', 'low', '--link', 'finding-1'], 'usage', '"finding-1" is nothing to link to'],
    [['add', 'x', '--impact', 'low', '--link', 'javascript:alert(1)'], 'usage', 'nothing to link to'],
    [['add', 'x', '--impact', 'low', '--link', 'https://me:pw@host/'], 'usage', 'nothing to link to'],
    [['add', 'x', '--impact', 'low', '--link', 'incident-9'], 'unknown-id', 'There is no incident 9'],
    [['add', 'x', '--impact', 'low', '--link', 'deadbeef'], 'unknown-id', 'There is no evidence deadbeef'],
    [['add', 'x', '--impact', 'low', '--link', '20261125t101502-7kq2xw'], 'unknown-id', 'There is no run 2026'],
    [['set', '1'], 'usage', 'changes nothing'],
    [['set', '1', '--status', 'Open'], 'usage', 'A change of status needs a reason'],
    [['set', '1', '--status', 'ajar', '--reason', 'r'], 'usage', 'Expected Open, In progress'],
    [['set', '1', '--waiver', '', '--status', 'Resolved', '--reason', 'r'], 'usage', '--waiver is empty'],
    [['set', '2', '--recheck'], 'usage', '--recheck is for --status Resolved only'],
    [['set', '2', '--status', 'Resolved', '--reason', 'r', '--recheck'], 'usage', 'finding-2 cannot be Resolved: no rule found it'],
    [['set', '2', '--status', 'Resolved', '--reason', 'r', '--recheck', '--waiver', 'w'], 'usage', 'not on both'],
    [['set', 'one', '--impact', 'low'], 'usage', '"one" is no finding'],
    [['set', '99', '--impact', 'low'], 'unknown-id', 'There is no finding-99'],
    [['show', '99'], 'unknown-id', 'There is no finding-99'],
    [['list', '--target', 'mars'], 'unknown-target', 'no target "mars"'],
    [['export', '--source', 'nothing.md'], 'unknown-id', 'Nothing in the register came from'],
    [['export', '--format', 'xml'], 'usage', 'Allowed choices are markdown, csv, json.'],
  ])('%j is refused', async (words, code, message) => {
    await expect(command('finding', ...words)).rejects.toMatchObject({ code, exit: 2, message: expect.stringContaining(message) });
  });

  it('was refused without a trace', async () => {
    expect(await query('select id, title, status, impact from findings')).toEqual([
      { id: 1, title: 'Slow clones', status: 'Resolved', impact: 'High' },
      { id: 2, title: 'Odd', status: 'Open', impact: 'Low' },
    ]);
    expect(await query('select count(*) as n from finding_history where finding = 2')).toEqual([{ n: 4 }]);
  });
});
