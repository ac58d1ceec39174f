import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { systemClock } from '../core/clock.ts';
import { PACKAGE_ROOT } from '../core/entry.ts';
import { EXIT } from '../core/errors.ts';
import { redactor } from '../core/redact.ts';
import { createLogger } from './compose/logger.ts';
import { loadSecrets } from './compose/secrets.ts';
import { findConfig } from './compose/find-config.ts';
import type { OpenProvider } from './compose/open-provider.ts';
import type { Context } from './context.ts';
import { secretsWithin } from './compose/secrets-within.ts';
import { createProgram, type GlobalOptions } from './create-program.ts';
import { printError } from './output/print-error.ts';

/** The command line: parses, composes, runs one command, prints what went wrong, sets the exit code. */
export async function main(
  argv: readonly string[] = process.argv,
  openKind: OpenProvider = (kind, settings, deps) => kind.open(settings, deps),
): Promise<void> {
  const signals = listenToSignals();
  // `| head` closes the pipe early: what is left to do, releasing above all, goes on unheard.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  const secrets = loadSecrets(process.env);
  const redact = (text: string): string => redactor(secrets.values())(text);
  const context = (): Context => {
    const options = program.opts<GlobalOptions>();
    const print = (text: string): void => void process.stdout.write(redact(text));
    const json = options.json === true;
    return {
      version: version(),
      clock: systemClock,
      env: process.env,
      cwd: process.cwd(),
      output: {
        print,
        printJson: (data, meta = {}) => print(`${JSON.stringify({ data, meta })}\n`),
        say: (text) => void process.stderr.write(redact(text)),
        stderr: process.stderr,
      },
      log: createLogger(options.logLevel, process.stderr, redact),
      redact,
      secrets,
      signal: signals.first,
      config: () => {
        const config = findConfig(options.config, process.cwd());
        for (const [index, secret] of secretsWithin(config).entries()) secrets.add(`config ${index}`, secret);
        return config;
      },
      json,
      openKind,
    };
  };
  const program = createProgram(version(), process.stdout.columns ?? Number.POSITIVE_INFINITY, context);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    // Help and version: printed already.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.measured : EXIT.usage;
    else process.exitCode = printError(error, (text) => process.stderr.write(text), redact);
  } finally {
    signals.close();
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string };
  return text;
}

/** The first SIGINT or SIGTERM asks everything to drain and release; the second ends at once, and the guards end the rest. */
function listenToSignals(): { readonly first: AbortSignal; close(): void } {
  const first = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (first.signal.aborted) process.exit(EXIT.interrupted);
    process.stderr.write(`\n${name}: releasing what was rented; once more ends at once\n`);
    first.abort(new Error(`interrupted by ${name}`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    first: first.signal,
    close() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
