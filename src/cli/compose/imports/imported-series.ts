import { createHash } from 'node:crypto';
import { canonical } from '../../../core/canonical.ts';
import { cleanLine } from '../../../core/clean-text.ts';
import type { Instrument } from '../../../core/instrument.ts';
import type { FileFormat, ReadOptions, SeriesName } from '../../../files/file-row.ts';
import type { ImportedSeries } from '../../../store/imports.ts';
import { storedUnit } from '../file-units.ts';
import type { Naming } from './stored-rows.ts';

/** The store's own bounds of a metric's name, a tag's name and a tag's text. */
const METRIC_LENGTH = 128;
const TAG_LENGTH = 64;
const TEXT_LENGTH = 200;
/** Tags by these names are refused elsewhere: what this product calls so differs in every run. */
const RESERVED = new Set(['run', 'instance', 'url', 'error', 'vu', 'iter', 'trace_id']);

/** What took the figures, as far as this side of the file knows: another reading of the columns gives other series. */
export function importInstrument(format: FileFormat, { time, values, groups }: ReadOptions): Instrument {
  return {
    name: format,
    version: 'import',
    params: {
      ...(time === undefined ? {} : { time }),
      ...(values === undefined ? {} : { values: values.toSorted() }),
      ...(groups === undefined ? {} : { groups: groups.toSorted() }),
    },
  };
}

/** A series of a file as the store takes it. Texts of others become short, visible and free of secrets; two that differ stay different. */
export function importedSeries({ key, metric, unit, groups }: SeriesName, { instrument, renamed, redact }: Naming): ImportedSeries {
  const name = renamed ?? metricName(redact(metric));
  const tags: Record<string, string> = {};
  for (const [group, text] of Object.entries(groups)) {
    let tag = tagName(redact(group));
    while (Object.hasOwn(tags, tag)) tag += '_';
    tags[tag] = shortText(redact(text), TEXT_LENGTH);
  }
  // What could not be kept of the name tells it from others that look alike.
  if (renamed === undefined && name !== metric) tags['metric'] ??= shortText(redact(metric), TEXT_LENGTH);
  const mapping = canonical(instrument.params);
  const by = mapping === '{}' ? '' : ` by ${digits(mapping)}`;
  return {
    subject: shortText(`${instrument.name} ${renamed === undefined ? '' : `${renamed} = `}${redact(key)}`, TEXT_LENGTH) + by,
    metric: name,
    unit: unit === null ? 'none' : (storedUnit(unit) ?? shortText(redact(unit), 40)),
    tags,
  };
}

/** One visible line of at most `longest` characters; what was cut off or made visible is told by the digits of its hash. */
export function shortText(text: string, longest: number): string {
  const clean = cleanLine(text, text.length);
  if (clean === text && text.length <= longest) return text;
  return `${cleanLine(text, longest - 10).slice(0, longest - 9)}~${digits(text)}`;
}

function metricName(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9_.:/-]+/g, '_').replace(/^(?![A-Za-z_])/, '_');
  return name.length <= METRIC_LENGTH ? name : `${name.slice(0, METRIC_LENGTH - 9)}_${digits(text)}`;
}

function tagName(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^(?![A-Za-z_])/, '_');
  const free = RESERVED.has(name) ? `${name}_` : name;
  return free.length <= TAG_LENGTH ? free : `${free.slice(0, TAG_LENGTH - 9)}_${digits(text)}`;
}

function digits(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
