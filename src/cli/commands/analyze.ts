import { Option, type Command } from 'commander';
import { shellWord } from '../../../reports/shell-word.ts';
import { EXIT, HarnessError, type ExitCode } from '../../core/errors.ts';
import type { JudgeSeriesOptions } from '../../analysis/judge-series.ts';
import { analyzeFiles, type JudgedFile, type JudgedSeries } from '../compose/analyze-files.ts';
import { analyzeStore } from '../compose/analyze-store.ts';
import type { Context } from '../context.ts';
import { reportLine, reportWriter } from '../compose/report-writer.ts';
import { seriesReport } from '../compose/series-report.ts';
import { withReader } from '../compose/stores.ts';
import { addFileOptions, namedFiles, readOptions, type FileOptions } from '../file-options.ts';
import { shareOption, wholeNumber, zoneOption } from '../options.ts';
import { addFormatOptions } from '../report-options.ts';
import { fileProblems } from '../output/file-problems.ts';
import { paragraph } from '../output/paragraph.ts';
import { jsonStream, seriesElement } from '../output/series-json.ts';
import { recoveryLines } from '../output/recovery-lines.ts';
import { seriesLine, seriesTable, type SeriesLine } from '../output/series-table.ts';
import { worstExit } from '../output/worst-exit.ts';

interface AnalyzeOptions extends FileOptions {
  readonly alpha?: number;
  readonly explore?: boolean;
  readonly floor?: number;
  readonly effect?: NonNullable<JudgeSeriesOptions['effect']>;
  readonly seed?: number;
  readonly timeZone?: string;
  readonly report?: string;
  readonly pdf?: boolean;
  readonly static?: boolean;
  readonly store?: boolean;
  readonly metric?: string;
  readonly target?: string;
}

export function addAnalyzeCommand(program: Command, context: () => Context): void {
  const command = program.command('analyze').argument('[files...]', 'what to look at: CSV, or what other tools wrote; plain or gzip');
  addFileOptions(command)
    .addOption(new Option('--alpha <p>', 'a change is reported below this p (default: 0.001)').argParser(shareOption))
    .addOption(new Option('--explore', 'the same as --alpha 0.01: more is found, and more of it is chance').conflicts('alpha'))
    .addOption(new Option('--floor <share>', 'smallest change that is reported, as 0.03 or 3%; 0: any').argParser(shareOption))
    .addOption(new Option('--effect <effect>', 'what a change is measured as').choices(['auto', 'ratio', 'absolute']))
    .addOption(new Option('--seed <number>', 'of the permutations for short stretches').argParser(wholeNumber(0, 2 ** 32 - 1)))
    .addOption(new Option('--time-zone <zone>', 'of hours and weekdays, as Europe/Vienna or +02:00 (default: UTC)').argParser(zoneOption))
    .option('--report <folder>', 'write a report there: markdown, HTML, figures')
    .option('--store', 'what the store holds, in place of files: imported, probes, jobs')
    .option('--metric <name>', 'with --store: of this metric')
    .option('--target <name>', 'with --store: of this target');
  addFormatOptions(command)
    .description('fluctuation, changes, outages and anomalies in files; needs no store and no config')
    .addHelpText(
      'after',
      `
Exit codes: 0 every file was read; malformed rows are told and left out
            2 a column that a file does not have
            3 a file could not be read: the others are analyzed all the same`,
    )
    .action(async (named: readonly string[], given: AnalyzeOptions) => {
      process.exitCode = given.store === true ? await ofStore(named, given, context()) : await ofFiles(named, given, context());
    });
}

async function ofFiles(named: readonly string[], given: AnalyzeOptions, context: Context): Promise<ExitCode> {
  if (given.metric !== undefined || given.target !== undefined)
    throw new HarnessError('usage', '--metric and --target choose among what the store holds', { hint: 'Add --store.' });
  const { files, options } = namedFiles('analyze', named, given);
  const found = analyzeFiles(files, readOptions(options), judgeOptions(options), context.signal);
  return await analyze(found, commandOf(files, options), options, context);
}

async function ofStore(named: readonly string[], options: AnalyzeOptions, context: Context): Promise<ExitCode> {
  const { format, time, value, group, metric, target } = options;
  if (named.length > 0 || format !== 'auto' || (time ?? value ?? group) !== undefined)
    throw new HarnessError('usage', '--store takes no files and no columns', { hint: '`evenkeel analyze --help` shows what there is.' });
  const config = context.config();
  const filter = { ...(metric === undefined ? {} : { metric }), ...(target === undefined ? {} : { target }) };
  return await withReader(config, async (reader) => {
    const found = analyzeStore(reader, { ...filter, place: config.store }, judgeOptions(options), context.signal);
    return await analyze(found, commandOf([], options), options, context);
  });
}

async function analyze(
  all: AsyncIterable<JudgedSeries | JudgedFile>,
  command: string,
  options: AnalyzeOptions,
  context: Context,
): Promise<ExitCode> {
  const { output, json, signal } = context;
  const stream = jsonStream(output.print);
  const lines: SeriesLine[] = [];
  const seen: JudgedFile[] = [];
  const judge = judgeOptions(options);
  if ((options.pdf ?? options.static) === true && options.report === undefined)
    throw new HarnessError('usage', '--pdf and --static say how a report is written', { hint: 'Add --report FOLDER.' });
  const report =
    options.report === undefined
      ? undefined
      : seriesReport(judge, command, await reportWriter(context, { pdf: options.pdf === true, static: options.static === true }, null));
  for await (const found of all) {
    report?.add(found);
    if ('judgement' in found) {
      if (json) stream.element(seriesElement(found));
      else lines.push(seriesLine(found));
    } else {
      seen.push(found);
      output.say(problemsOf(found));
    }
  }
  const exit = signal.aborted ? EXIT.interrupted : worstExit(seen.flatMap(({ read }) => (read instanceof HarnessError ? [read] : [])));
  if (!json) output.print(`${recoveryLines(seen.flatMap(({ recoveries }) => recoveries))}${seriesTable(lines)}`);
  const written = report === undefined || signal.aborted ? undefined : await report.write(options.report as string);
  if (json) stream.end({ exit, options: { ...options, ...judge }, ...metaOf(seen), report: written ?? null });
  else if (written !== undefined) output.print(reportLine(written));
  return exit;
}

/** The line that does it again. */
function commandOf(
  files: readonly string[],
  { format, time, value = [], group = [], alpha, explore, floor, effect, seed, timeZone, store, metric, target }: AnalyzeOptions,
): string {
  const one = { format: format === 'auto' ? undefined : format, time, alpha, floor, effect, seed, 'time-zone': timeZone, metric, target };
  const options = Object.entries(one).flatMap(([name, word]) => (word === undefined ? [] : [`--${name}`, String(word)]));
  const words = [
    ...files,
    ...(store === true ? ['--store'] : []),
    ...options,
    ...(explore === true ? ['--explore'] : []),
    ...value.flatMap((name) => ['--value', name]),
  ];
  return ['evenkeel', 'analyze', ...words, ...(group.length === 0 ? [] : ['--group', ...group])].map((word) => shellWord(word)).join(' ');
}

function judgeOptions({ alpha, explore, floor, effect, seed, timeZone }: AnalyzeOptions): JudgeSeriesOptions {
  const level = alpha ?? (explore === true ? 0.01 : undefined);
  return {
    ...(level === undefined ? {} : { alpha: level }),
    ...(floor === undefined ? {} : { floor }),
    ...(effect === undefined ? {} : { effect }),
    ...(seed === undefined ? {} : { seed }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

function metaOf(seen: readonly JudgedFile[]): object {
  const files = seen.flatMap(({ file, read, recoveries }) =>
    read instanceof HarnessError
      ? []
      : [
          {
            file,
            format: read.format,
            rows: read.rows,
            malformed: read.malformed,
            problems: read.problems.map(({ line, message }) => ({ line, message })),
            faults: read.faults,
            recoveries,
          },
        ],
  );
  const errors = seen.flatMap(({ file, read }) =>
    read instanceof HarnessError ? [{ file, code: read.code, message: read.message, hint: read.hint ?? null }] : [],
  );
  return { files, errors };
}

/** For stderr: why a file could not be read, or its first malformed rows. */
function problemsOf({ read }: JudgedFile): string {
  if (read instanceof HarnessError) return `error: ${paragraph(read)}\n`;
  return fileProblems(read.file, read.problems, read.malformed, read.rows);
}
