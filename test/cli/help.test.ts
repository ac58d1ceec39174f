import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/create-program.ts';
import { HarnessError } from '../../src/core/errors.ts';

const golden = join(import.meta.dirname, '..', 'golden', 'help');

function programOf(columns: number): Command {
  return createProgram('1.2.3', columns, () => {
    throw new Error('help needs no context');
  });
}

/** Every command with its full name. */
function all(command: Command, name: string = command.name()): readonly (readonly [string, Command])[] {
  return [[name, command], ...command.commands.flatMap((child) => all(child, `${name} ${child.name()}`))];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ ...command.configureOutput(), writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

describe('--help', () => {
  const commands = all(programOf(Number.POSITIVE_INFINITY));

  it.each(commands)('of %s is what it was', async (name, command) => {
    await expect(helpOf(command)).toMatchFileSnapshot(join(golden, `${name.replaceAll(' ', '-')}.txt`));
  });

  it('has no file of a command that is gone', () => {
    expect(existsSync(golden)).toBe(true);
    expect(readdirSync(golden).toSorted()).toEqual(commands.map(([name]) => `${name.replaceAll(' ', '-')}.txt`).toSorted());
  });

  it.each([80, 240])('has no line over 100 columns on a terminal of %s', (columns) => {
    for (const [name, command] of all(programOf(columns)))
      expect(
        Math.max(
          ...helpOf(command)
            .split('\n')
            .map(({ length }) => length),
        ),
        name,
      ).toBeLessThanOrEqual(100);
  });

  it.each(commands)('of %s describes it and every option and argument', (_name, command) => {
    expect(command.description()).not.toBe('');
    for (const option of command.options) expect(option.description, option.flags).not.toBe('');
  });

  it('gives examples that can be parsed', async () => {
    const examples = [...helpOf(programOf(100)).matchAll(/^ {2}evenkeel (\S.*?)(?: {2,}|$)/gm)].map(([, words]) => words?.split(' ') ?? []);
    expect(examples.length).toBeGreaterThan(5);
    for (const words of examples) {
      // The action asks for the context only when everything was understood.
      const parsed = programOf(100).parseAsync(['node', 'evenkeel', ...words]);
      await expect(parsed, words.join(' ')).rejects.toThrow('help needs no context');
    }
  });

  it('tells every exit code of the errors', () => {
    const help = helpOf(programOf(100));
    for (const code of [0, 1, 2, 3, 4, 70, 130]) expect(help).toMatch(new RegExp(`^ +${code} {2}\\w`, 'm'));
  });
});

const parse = async (...words: string[]): Promise<unknown> => {
  const program = programOf(100);
  for (const [, command] of all(program))
    command.configureOutput({ ...command.configureOutput(), writeOut: () => undefined, writeErr: () => undefined });
  return program.parseAsync(['node', 'evenkeel', ...words]).catch((error: unknown) => error);
};

describe('what commander cannot parse', () => {
  it.each([
    [['nope'], 'There is no command "evenkeel nope"', '`evenkeel --help`'],
    [['baseline'], 'evenkeel baseline needs a command', 'set, accept, list, show'],
    [['baseline', 'nope'], 'There is no command "evenkeel baseline nope"', 'set, accept, list, show'],
    [['help', 'baseline', 'nope'], 'There is no command "baseline nope"', '`evenkeel --help`'],
    [['run', '--nope'], "unknown option '--nope'", '`evenkeel run --help`'],
    [['run', '--instance', '3'], "unknown option '--instance'\n(Did you mean --instances?)", '`evenkeel run --help`'],
    [['report', 'compare', '--jobs', '5'], 'Expected a range of job numbers such as 1-48.', '`evenkeel report compare --help`'],
    [['run', 'a.ts', 'b.ts'], 'too many arguments', '`evenkeel run --help`'],
    [['baseline', 'set'], "missing required argument 'name'", '`evenkeel baseline set --help`'],
    [['dashboards', 'build'], "required option '-o, --out <folder>' not specified", '`evenkeel dashboards build --help`'],
    [['--log-level', 'loud', 'doctor'], 'Allowed choices are debug, info, warn, error, silent.', '`evenkeel --help`'],
    [['run', '--engine', 'jet'], 'Allowed choices are auto, k6, embedded.', '`evenkeel run --help`'],
    [['-c'], "option '-c, --config <file>' argument missing", '`evenkeel --help`'],
  ])('%j is an error of usage that names the help to read', async (words, message, hint) => {
    const error = await parse(...words);
    expect(error).toBeInstanceOf(HarnessError);
    expect(error).toMatchObject({ code: 'usage', exit: 2, message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
    expect((error as HarnessError).message).not.toMatch(/^error:/);
  });

  it.each([['--help'], ['run', '--help'], ['report', 'compare', '-h'], ['--version']])('%j is no error', async (...words) => {
    expect(await parse(...words)).toMatchObject({ exitCode: 0 });
  });

  it('without any command is the help, and exit 2', async () => {
    expect(await parse()).toMatchObject({ code: 'commander.help', exitCode: 1 });
  });
});
