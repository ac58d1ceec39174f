import { cleanBlock, cleanLine } from '../../core/clean-text.ts';
import { escapeMarkdown } from '../../../reports/markdown/escape.ts';
import { linkName } from '../../core/finding.ts';
import { isoTime } from '../../core/units.ts';
import type { FindingRow } from '../../store/rows.ts';

/** A finding with what it rests on, in words; `id`: its own, or that of the table it came from. */
export interface Exported {
  readonly id: string;
  readonly row: FindingRow;
  readonly rests: string | null;
}

type Line = { readonly [title: string]: string };

const EXPORTS = { markdown, csv, json } as const;

export type ExportFormat = keyof typeof EXPORTS;
export const EXPORT_FORMATS = Object.keys(EXPORTS) as readonly ExportFormat[];

/** The register as a table that `finding import` reads again, whatever its texts hold; nothing in it is cut. */
export function exportFindings(findings: readonly Exported[], format: ExportFormat): string {
  return EXPORTS[format](findings.map((finding) => lineOf(finding)));
}

function lineOf({ id, row, rests }: Exported): Line {
  return {
    ID: oneLine(id),
    Title: oneLine(row.title),
    Impact: row.impact,
    Description: lines(row.description),
    Target: oneLine(row.target ?? ''),
    Reporter: oneLine(row.reporter ?? ''),
    'Intended resolution': lines(row.intended),
    Status: row.status,
    'Rests on': oneLine(rests ?? ''),
    Opened: isoTime(row.openedAt),
    Closed: row.closedAt === null ? '' : isoTime(row.closedAt),
    Links: row.links.map((link) => oneLine(linkName(link))).join(' '),
  };
}

function oneLine(text: string): string {
  return cleanLine(text, Number.POSITIVE_INFINITY).trim();
}

function lines(text: string | null): string {
  return cleanBlock(text ?? '').trim();
}

const TITLES = [
  'ID',
  'Title',
  'Impact',
  'Description',
  'Target',
  'Reporter',
  'Intended resolution',
  'Status',
  'Rests on',
  'Opened',
  'Closed',
  'Links',
];

function markdown(all: readonly Line[]): string {
  const cell = (text: string): string =>
    text
      .split('\n')
      .map((line) => escapeMarkdown(line))
      .join('<br>');
  const rows = [TITLES, TITLES.map(() => '---'), ...all.map((line) => TITLES.map((title) => cell(line[title] ?? '')))];
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** RFC 4180. A spreadsheet runs what begins like a formula: the apostrophe makes it text, and the import takes it away again. */
function csv(all: readonly Line[]): string {
  const cell = (text: string): string => {
    const plain = /^'*[=+\-@]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return [TITLES, ...all.map((line) => TITLES.map((title) => line[title] ?? ''))]
    .map((cells) => `${cells.map(cell).join(',')}\r\n`)
    .join('');
}

function json(all: readonly Line[]): string {
  return `${JSON.stringify(all, null, 2)}\n`;
}
