import { readFile } from 'node:fs/promises';
import type { Bundle } from './bundle-api.ts';
import { blankComments } from './blank-comments.ts';
import type { Thrown } from './script-errors.ts';
import { placeAt } from './text-place.ts';

const KNOWN_ONLY_BY_KEY = /threshold (?:.*? )?(?:defined|applied) on (?:metric )?([^;]+); reason/;

/**
 * Where the threshold `key` stands in the user's sources, as `file:line:column`: options are only known by running the script,
 * so its text is searched for the key, outside comments and rather after the word `thresholds` than before.
 */
export async function thresholdPlace(key: string, sources: readonly string[]): Promise<string | undefined> {
  const quoted = key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const bare = /^\w+$/.test(key) ? `|(?<![\\w.$])${quoted}(?=\\s*:)` : '';
  let fallback: string | undefined;
  for (const file of sources) {
    const text = blankComments(await readFile(file, 'utf8').catch(() => ''));
    const from = text.search(/\bthresholds\b/);
    for (const { index } of text.matchAll(new RegExp(`(?<=(['"\`]))${quoted}(?=\\1)${bare}`, 'g'))) {
      if (from !== -1 && index > from) return placeAt(file, text, index);
      fallback ??= placeAt(file, text, index);
    }
  }
  return fallback;
}

/** Adds the place to an engine's complaint about a threshold, which names only the metric. */
export async function thresholdComplaint(complaint: Thrown, bundle: Pick<Bundle, 'sources'>): Promise<Thrown> {
  const key = KNOWN_ONLY_BY_KEY.exec(complaint.message)?.[1];
  if (complaint.place !== undefined || key === undefined) return complaint;
  const place = await thresholdPlace(key, bundle.sources);
  return place === undefined ? complaint : { ...complaint, place };
}
