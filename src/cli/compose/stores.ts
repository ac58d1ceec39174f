import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { asWritten } from '../../config/as-written.ts';
import type { Config } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import type { StoreReader } from '../../store/api.ts';
import { openReader } from '../../store/open-reader.ts';
import { openWriter, type OpenedWriter } from '../../store/open-writer.ts';
import type { Context } from '../context.ts';

export function sessionsDir(config: Config): string {
  return join(dirname(config.store), 'sessions');
}

/** Reads; refuses plainly when nothing was ever measured. */
export async function withReader<T>(config: Config, work: (reader: StoreReader) => Promise<T>, own: readonly string[] = []): Promise<T> {
  if (!existsSync(config.store)) {
    throw new HarnessError('no-data', 'Nothing has been measured yet: there is no store', {
      place: config.store,
      hint: 'Run `evenkeel run` first.',
    });
  }
  const reader = await openReader({ file: config.store, sessionsDir: sessionsDir(config), own });
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

/** Opens the store for writing, as a session of its own, and beside it for reading. */
export async function withStore<T>(
  context: Context,
  config: Config,
  kind: 'up' | 'run' | 'import',
  work: (writer: OpenedWriter, reader: StoreReader) => Promise<T>,
): Promise<T> {
  const { clock, log, redact, version } = context;
  const writer = await openWriter({
    file: config.store,
    sessionsDir: sessionsDir(config),
    clock,
    random: seededRandom(entropy()),
    log,
    observer: config.observer,
    version,
    config: redact(configText(config)),
    kind,
  });
  let reason = 'done';
  try {
    return await withReader(config, (reader) => work(writer, reader), [writer.session.uid]);
  } catch (error) {
    reason = error instanceof HarnessError ? error.code : 'bug';
    throw error;
  } finally {
    await writer.close(reason);
  }
}

/** The effective config without its place on this machine. To be redacted: an address in it may hold a password. */
export function configText(config: Config): string {
  const { store: _store, reports: _reports, ...rest } = asWritten(config);
  return stringify(rest);
}

/** 32 bits from the system's random source: seeds ids and the run, and is stored where it matters. */
export function entropy(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
