import type { MessageBlock } from '../message-block.ts';
import { atlassianDocument, documentText } from './atlassian-document.ts';
import type { JiraAnswer, JiraTrouble } from './jira-answer.ts';
import type { JiraRequest } from './jira-request.ts';
import type { JiraSettings } from './jira-settings.ts';
import { sameStatus } from './status-map.ts';
import { wikiMarkup } from './wiki-markup.ts';

export interface TicketName {
  /** Never changes; the key does when a ticket is moved. */
  readonly id: string;
  readonly key: string;
}

export interface TicketState extends TicketName {
  readonly status: string;
  /** The status it was made with. */
  readonly firstStatus: string;
  /** Who set the status it has, and when (ISO); null: it has the first one. */
  readonly setBy: { readonly name: string; readonly at: string } | null;
}

export interface TicketDraft {
  readonly summary: string;
  readonly blocks: readonly MessageBlock[];
  readonly labels: readonly string[];
  readonly priority: string | null;
}

type Asked<T> = { readonly ok: true; readonly value: T } | JiraTrouble;

/** JIRA's tickets in our words. Nothing throws: what went wrong is in the answer. */
export interface JiraTickets {
  /** Who we are there. */
  whoAmI(): Promise<Asked<string>>;
  /** Names of the kinds of issues that the project has. */
  issueTypes(): Promise<Asked<readonly string[]>>;
  create(draft: TicketDraft): Promise<Asked<TicketName>>;
  /** Those that carry the label and are in the index, oldest first. */
  findByLabel(label: string): Promise<Asked<readonly TicketName[]>>;
  read(id: string): Promise<Asked<TicketState>>;
  comment(id: string, blocks: readonly MessageBlock[]): Promise<Asked<string>>;
  /** Whether a comment holds the text. */
  hasComment(id: string, text: string): Promise<Asked<boolean>>;
  /** Moves it to the first of these statuses that its workflow leads to; the names it leads to where it is none of them. */
  moveTo(id: string, statuses: readonly string[]): Promise<Asked<{ readonly moved: string } | { readonly leadsTo: readonly string[] }>>;
}

const COMMENTS_A_PAGE = 100;

export function jiraTickets(request: JiraRequest, settings: JiraSettings): JiraTickets {
  const { api, project, issueType, resolution } = settings;
  const rich = (blocks: readonly MessageBlock[]): unknown => (api === 3 ? atlassianDocument(blocks) : wikiMarkup(blocks));
  return {
    whoAmI: async () =>
      shaped(await request('GET', '/myself'), (body) => text(body['displayName']) ?? text(body['name']) ?? text(body['accountId'])),
    issueTypes: async () =>
      shaped(await request('GET', `/project/${encodeURIComponent(project)}`), (body) =>
        list(body['issueTypes']).flatMap((type) => text(type['name']) ?? []),
      ),
    create: async ({ summary, blocks, labels, priority }) => {
      const fields = {
        project: { key: project },
        issuetype: { name: issueType },
        summary,
        description: rich(blocks),
        labels,
        ...(priority === null ? {} : { priority: { name: priority } }),
      };
      return shaped(await request('POST', '/issue', { fields }), nameOf);
    },
    findByLabel: async (label) => {
      const jql = `project = "${project}" AND labels = "${label}"`;
      const path = api === 3 ? '/search/jql' : '/search';
      const found = await request('POST', path, { jql, fields: ['labels'], maxResults: 50 });
      return shaped(found, (body) =>
        Array.isArray(body['issues'])
          ? list(body['issues'])
              .flatMap((issue) => nameOf(issue) ?? [])
              .toSorted((a, b) => Number(a.id) - Number(b.id))
          : undefined,
      );
    },
    read: async (id) => shaped(await request('GET', `/issue/${encodeURIComponent(id)}?fields=status&expand=changelog`), stateOf),
    comment: async (id, blocks) =>
      shaped(await request('POST', `/issue/${encodeURIComponent(id)}/comment`, { body: rich(blocks) }), (body) => text(body['id'])),
    async hasComment(id, wanted) {
      for (let startAt = 0; ;) {
        const path = `/issue/${encodeURIComponent(id)}/comment?orderBy=-created&startAt=${startAt}&maxResults=${COMMENTS_A_PAGE}`;
        const page = shaped(await request('GET', path), (body) =>
          Array.isArray(body['comments']) ? { comments: list(body['comments']), total: Number(body['total'] ?? 0) } : undefined,
        );
        if (!page.ok) return page;
        const { comments, total } = page.value;
        if (comments.some(({ body }) => documentText(body).includes(wanted))) return { ok: true, value: true };
        startAt += comments.length;
        if (comments.length === 0 || startAt >= total) return { ok: true, value: false };
      }
    },
    async moveTo(id, statuses) {
      const path = `/issue/${encodeURIComponent(id)}/transitions`;
      const offered = shaped(await request('GET', `${path}?expand=transitions.fields`), (body) =>
        Array.isArray(body['transitions']) ? list(body['transitions']) : undefined,
      );
      if (!offered.ok) return offered;
      const leadsTo = offered.value.map((transition) => ({ transition, to: text(part(transition['to'])['name']) ?? '' }));
      const chosen = statuses.flatMap((status) => leadsTo.find(({ to }) => sameStatus(to, status)) ?? [])[0];
      if (chosen === undefined) return { ok: true, value: { leadsTo: leadsTo.map(({ to }) => to) } };
      const asksResolution = part(chosen.transition['fields'])['resolution'] !== undefined && resolution !== null;
      const done = await request('POST', path, {
        transition: { id: chosen.transition['id'] },
        ...(asksResolution ? { fields: { resolution: { name: resolution } } } : {}),
      });
      return done.ok ? { ok: true, value: { moved: chosen.to } } : done;
    },
  };
}

type Part = { readonly [key: string]: unknown };

/** An answer of another shape than documented: what was asked for may have been done, but not by a JIRA we know. */
function shaped<T>(answer: JiraAnswer, read: (body: Part) => T | undefined): Asked<T> {
  if (!answer.ok) return answer;
  const value = read(part(answer.body));
  if (value !== undefined) return { ok: true, value };
  return {
    ok: false,
    status: 200,
    effect: 'unknown',
    again: 'stop',
    message: 'an answer that is not of JIRA: is the url right?',
    waitMs: null,
  };
}

function nameOf(issue: Part): TicketName | undefined {
  const [id, key] = [text(issue['id']), text(issue['key'])];
  // They become part of addresses.
  return id === undefined || key === undefined || !/^\d+$/.test(id) || !/^[A-Z][A-Z0-9_]*-\d+$/.test(key) ? undefined : { id, key };
}

function stateOf(issue: Part): TicketState | undefined {
  const name = nameOf(issue);
  const status = text(part(part(issue['fields'])['status'])['name']);
  if (name === undefined || status === undefined) return undefined;
  const changes = list(part(issue['changelog'])['histories'])
    .flatMap((history) =>
      list(history['items'])
        .filter(({ field }) => field === 'status')
        .map((item) => ({
          at: instant(text(history['created']) ?? ''),
          by: part(history['author']),
          from: text(item['fromString']) ?? status,
        })),
    )
    .filter(({ at }) => Number.isFinite(at))
    .toSorted((a, b) => a.at - b.at);
  const last = changes.at(-1);
  const setBy =
    last === undefined
      ? null
      : { name: text(last.by['displayName']) ?? text(last.by['name']) ?? 'somebody', at: new Date(last.at).toISOString() };
  return { ...name, status, firstStatus: changes[0]?.from ?? status, setBy };
}

/** ms since 1970 of `2021-01-17T12:34:00.000+0000`, whose offset has no colon; NaN for anything else. */
function instant(text: string): number {
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

function part(value: unknown): Part {
  return value !== null && typeof value === 'object' ? (value as Part) : {};
}

function list(value: unknown): readonly Part[] {
  return Array.isArray(value) ? value.map((one) => part(one)) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}
