import { isAbsolute } from 'node:path';
import { HarnessError } from '../../src/core/errors.ts';
import { executablesOn, isExecutable } from '../../src/core/executables.ts';

/** What Chromium and Chrome are called, by distribution. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'chromium-headless-shell'] as const;

/**
 * The Chromium that prints: the file that CHROMIUM_BIN names, else the first on PATH; its absolute path.
 * Rejects with HarnessError `browser-missing`.
 */
export async function findBrowser(where: { readonly named: string | undefined; readonly path: string }): Promise<string> {
  const { named, path } = where;
  if (named !== undefined && named !== '') {
    if (isAbsolute(named) && (await isExecutable(named))) return named;
    throw new HarnessError('browser-missing', 'CHROMIUM_BIN names no file that can be run', {
      place: named,
      hint: 'Set it to the absolute path of Chromium, or unset it to look on PATH.',
    });
  }
  for (const name of NAMES) for await (const found of executablesOn(path, name)) return found;
  throw new HarnessError('browser-missing', `A PDF needs Chromium, and PATH has none of ${NAMES.join(', ')}`, {
    hint: 'Install it (Debian: apt-get install chromium), or set CHROMIUM_BIN to its absolute path. Without --pdf no browser is needed.',
  });
}
