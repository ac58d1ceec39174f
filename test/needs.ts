import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const required = new Set((process.env['EVENKEEL_REQUIRE'] ?? '').split(',').filter((name) => name !== ''));

/**
 * Whether a test must be skipped for lack of a tool. Where EVENKEEL_REQUIRE names the tool (CI installed it), its lack
 * is a failure: a skipped test must not look like a passed one.
 */
export function lacks(tool: string, isThere: boolean = onPath(tool) !== undefined): boolean {
  if (!isThere && required.has(tool)) throw new Error(`${tool} is required here (EVENKEEL_REQUIRE), and it is not there`);
  return !isThere;
}

/** Absolute path of an executable, as a shell would find it. */
export function onPath(tool: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, tool))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
