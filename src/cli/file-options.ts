import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { HarnessError } from '../core/errors.ts';
import { FORMATS, type FileFormat, type ReadOptions } from '../files/file-row.ts';

/** How files are to be read, as `analyze` and `import` are told. */
export interface FileOptions {
  readonly format: FileFormat | 'auto';
  readonly time?: string;
  readonly value?: readonly string[];
  readonly group?: readonly string[];
}

export function addFileOptions(command: Command): Command {
  const collect = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];
  return command
    .addOption(new Option('--format <format>', 'what the files are').choices(['auto', ...FORMATS]).default('auto'))
    .option('--time <column>', 'column of the instants')
    .addOption(new Option('--value <column>', 'column of the values; may be given more than once').argParser(collect))
    .option('--group <columns...>', 'columns, labels or tags that tell series apart');
}

/** The files, and the options without those that stand behind `--group`. Throws HarnessError `usage` where there is no file. */
export function namedFiles<T extends FileOptions>(
  command: string,
  named: readonly string[],
  { group, ...options }: T,
): { readonly files: readonly string[]; readonly options: Omit<T, 'group'> & Pick<FileOptions, 'group'> } {
  const { columns, files: behind } = splitWords(group ?? []);
  const files = [...named, ...behind];
  if (files.length === 0)
    throw new HarnessError('usage', `${command} needs at least one file`, { hint: `For example: evenkeel ${command} times.csv` });
  return { files, options: columns.length === 0 ? options : { ...options, group: columns } };
}

export function readOptions({ format, time, value, group }: FileOptions): ReadOptions {
  return {
    ...(format === 'auto' ? {} : { format }),
    ...(time === undefined ? {} : { time }),
    ...(value === undefined ? {} : { values: value }),
    ...(group === undefined ? {} : { groups: group }),
  };
}

/** `--group host a.csv`: what stands behind the columns and is there as a file was meant as one. */
function splitWords(words: readonly string[]): { readonly columns: readonly string[]; readonly files: readonly string[] } {
  const first = words.findIndex((word, index) => index > 0 && words.slice(index).every((each) => existsSync(each)));
  return first === -1 ? { columns: words, files: [] } : { columns: words.slice(0, first), files: words.slice(first) };
}
