import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openText, wholeText } from '../../src/files/open-text.ts';
import { textLines } from '../../src/files/text-lines.ts';
import { temporaryFiles } from './temporary-files.ts';

const fileOf = temporaryFiles();

async function textOf(path: string): Promise<string> {
  return wholeText(await openText(path));
}

async function linesOf(path: string): Promise<(readonly [number, string | null])[]> {
  const found: (readonly [number, string | null])[] = [];
  for await (const { first, lines } of textLines(await openText(path)))
    found.push(...lines.map((line, index): readonly [number, string | null] => [first + index, line]));
  return found;
}

describe('openText', () => {
  it('reads plain text and, whatever it is called, gzip', async () => {
    expect(await textOf(fileOf('a.txt', 'Größe\n'))).toBe('Größe\n');
    expect(await textOf(fileOf('b.csv', gzipSync('a\n')))).toBe('a\n');
    expect(await textOf(fileOf('c.gz', 'no gzip\n'))).toBe('no gzip\n');
    expect(await textOf(fileOf('d.gz', Buffer.concat([gzipSync('one\n'), gzipSync('two\n')])))).toBe('one\ntwo\n');
  });

  it('drops the mark of UTF-8 and UTF-16', async () => {
    expect(await textOf(fileOf('bom.txt', '\uFEFFvalue\n1\n'))).toBe('value\n1\n');
    expect(await textOf(fileOf('utf16.txt', Buffer.from('\uFEFFvalue\n1\n', 'utf16le')))).toBe('value\n1\n');
  });

  it('reads a text longer than its head once, without loss where characters are cut', async () => {
    const text = 'ä€😀\n'.repeat(200_000);
    const source = await openText(fileOf('long.txt', text));
    expect(source.head).toBe(text.slice(0, 65_536));
    expect(await wholeText(source)).toBe(text);
    expect(source.broken()).toBeNull();
  });

  it('keeps what stands before a gzip stream breaks off, and tells it', async () => {
    const text = Array.from({ length: 200_000 }, (_, index) => String((index * 7919) % 100_003)).join('\n');
    const whole = gzipSync(text);
    const source = await openText(fileOf('cut.gz', whole.subarray(0, whole.length / 2)));
    const read = await wholeText(source);
    expect(text.startsWith(read)).toBe(true);
    expect(read.length).toBeGreaterThan(text.length / 4);
    expect(source.broken()).toBe('its gzip stream breaks off');
  });

  it.each([
    ['nothing.csv', new Uint8Array(), 'it is empty'],
    ['blank.csv', ' \n\n', 'it is empty'],
    ['empty.csv.gz', gzipSync(''), 'it is empty'],
    ['binary.csv', Buffer.from([1, 2, 0, 3, 0, 0]), 'it is binary, not text'],
    ['damaged.gz', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255]), 'its gzip stream is damaged'],
  ])('refuses %s', async (name, content, why) => {
    const path = fileOf(name, content);
    await expect(openText(path)).rejects.toMatchObject({
      code: 'file-unreadable',
      exit: 3,
      place: path,
      message: `Cannot read it: ${why}`,
    });
  });

  it('refuses a folder and what is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-files-'));
    await expect(openText(folder)).rejects.toMatchObject({ code: 'file-unreadable', message: 'Cannot read it: it is a folder' });
    await expect(openText(join(folder, 'nope'))).rejects.toMatchObject({ message: 'Cannot read it: there is no such file' });
  });
});

describe('textLines', () => {
  it('numbers lines whatever ends them', async () => {
    expect(await linesOf(fileOf('lf.txt', 'a\n\nb'))).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ]);
    expect(await linesOf(fileOf('crlf.txt', 'a\r\n\r\nb\r\n'))).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ]);
    expect(await linesOf(fileOf('cr.txt', 'a\r\rb\r'))).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ]);
  });

  it('skips a line that is too long, and goes on with the right number', async () => {
    const lines = await linesOf(fileOf('huge.txt', `a\n${'x'.repeat(9_000_000)}\nb\n`));
    expect(lines).toEqual([
      [1, 'a'],
      [2, null],
      [3, 'b'],
    ]);
    expect((await linesOf(fileOf('huge-last.txt', `a\n${'x'.repeat(9_000_000)}`))).at(-1)).toEqual([2, null]);
  });
});
