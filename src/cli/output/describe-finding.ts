import { cleanBlock, cleanLine } from '../../core/clean-text.ts';
import { linkName } from '../../core/finding.ts';
import { isoTime } from '../../core/units.ts';
import type { FindingRow } from '../../store/rows.ts';

/** Whatever others wrote is one line each, or an indented block; `rests`: what Resolved rests on, in words. */
export function describeFinding(row: FindingRow, rests: string | null): string {
  const lines = [
    `finding-${row.id}: ${cleanLine(row.title)}`,
    `impact: ${row.impact}`,
    `status: ${row.status}${rests === null ? '' : `, resting on ${cleanLine(rests)}`}`,
    `target: ${row.target === null ? 'all' : cleanLine(row.target)}`,
    `reporter: ${cleanLine(row.reporter ?? 'unknown')}`,
    ...(row.rule === null ? [] : [`rule: ${cleanLine(row.rule)}`]),
    ...(row.source === null ? [] : [`source: ${cleanLine(row.source)}, ${cleanLine(row.externalId ?? '')}`]),
    `opened: ${isoTime(row.openedAt)}`,
    ...(row.rule === null ? [] : [`seen last: ${isoTime(row.seenAt)}`]),
    ...(row.closedAt === null ? [] : [`closed: ${isoTime(row.closedAt)}`]),
    ...block('intended resolution', row.intended),
    ...block('description', row.description),
    ...(row.links.length === 0 ? [] : ['links:', ...row.links.map((link) => `  ${cleanLine(linkName(link))}`)]),
    'history:',
    ...row.history.map(({ at, status, who, reason }) => `  ${isoTime(at)} ${status} (${cleanLine(who)}): ${cleanLine(reason)}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function block(title: string, text: string | null): readonly string[] {
  if (text === null) return [];
  const lines = cleanBlock(text).split('\n');
  return lines.length === 1 ? [`${title}: ${lines[0]}`] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}
