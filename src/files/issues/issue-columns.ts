import type { IssueTable } from './issue-table.ts';

export const FIELDS = ['id', 'title', 'impact', 'description', 'intended', 'status', 'reporter', 'target', 'opened', 'links'] as const;
export type Field = (typeof FIELDS)[number];

/** What people call a column, the likeliest first. `issue` is the title, unless another column is. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  title: ['title', 'summary', 'issue', 'problem', 'finding', 'subject', 'name'],
  id: ['id', 'externalid', 'no', 'nr', 'number', '#', 'key', 'ref', 'issueid', 'issueno', 'issuenumber', 'issue', 'finding'],
  impact: ['impact', 'severity', 'priority'],
  description: ['description', 'details', 'detail', 'comment', 'comments'],
  intended: ['intendedresolution', 'intended', 'resolution', 'action', 'actions', 'plannedaction', 'intendedaction', 'mitigation'],
  status: ['status', 'state', 'resolutionstatus'],
  reporter: ['reporter', 'reportedby', 'raisedby', 'author'],
  target: ['target', 'cloud', 'site'],
  opened: ['opened', 'openedat', 'reported', 'reportedon', 'created', 'createdat', 'date'],
  links: ['links', 'link', 'url', 'ticket', 'evidence'],
};

/** Which column holds which field, by index; `unread`: titles of those that hold none. null: no column is a title. */
export function issueColumns({
  header,
}: IssueTable): { readonly of: ReadonlyMap<Field, number>; readonly unread: readonly string[] } | null {
  const titles = header.map(({ text }) => text.toLowerCase().replaceAll(/[^a-z0-9#]/g, ''));
  const taken = new Map<Field, number>();
  for (const field of ['title', ...FIELDS] as const) {
    const free = NAMES[field].map((name) => titles.indexOf(name)).find((index) => index !== -1 && ![...taken.values()].includes(index));
    if (free !== undefined && !taken.has(field)) taken.set(field, free);
  }
  if (!taken.has('title')) return null;
  const used = new Set(taken.values());
  return { of: taken, unread: header.filter((_, index) => !used.has(index)).map(({ text }) => text.trim()) };
}
