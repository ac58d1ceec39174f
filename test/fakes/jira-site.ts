import type { IncomingHttpHeaders } from 'node:http';
import { documentProblem } from './jira-document.ts';

export interface JiraIssue {
  readonly id: string;
  key: string;
  readonly fields: { readonly [field: string]: unknown };
  readonly labels: readonly string[];
  status: string;
  readonly comments: { readonly id: string; readonly body: unknown }[];
  readonly changes: { readonly at: number; readonly by: string; readonly from: string; readonly to: string }[];
  /** ms. */
  readonly madeAt: number;
}

/** The data of a JIRA, and how its administrators set it up. */
export interface JiraSite {
  readonly api: 2 | 3;
  /** The only header that it lets in. */
  authorization: string;
  readonly project: string;
  readonly issueTypes: readonly string[];
  readonly priorities: readonly string[];
  /** From each status, where its workflow leads. */
  readonly workflow: { readonly [from: string]: readonly string[] };
  /** Transitions to these ask for a resolution. */
  readonly resolvedBy: readonly string[];
  readonly firstStatus: string;
  /** How long an issue is not found by a search, ms. */
  indexLagMs: number;
  readonly now: () => number;
  readonly issues: JiraIssue[];
}

export function jiraSite(change: Partial<JiraSite> = {}): JiraSite {
  return {
    api: 3,
    authorization: '',
    project: 'EVK',
    issueTypes: ['Task', 'Bug'],
    priorities: ['Highest', 'High', 'Medium', 'Low'],
    workflow: {
      'To Do': ['In Progress', 'Done'],
      'In Progress': ['To Do', 'In Review', 'Done'],
      'In Review': ['In Progress', 'Done'],
      Done: ['To Do'],
    },
    resolvedBy: [],
    firstStatus: 'To Do',
    indexLagMs: 0,
    now: () => 0,
    issues: [],
    ...change,
  };
}

/** What a person does in the browser. */
export function setStatus(site: JiraSite, key: string, status: string, by: string): void {
  const issue = site.issues.find((one) => one.key === key);
  if (issue === undefined) throw new Error(`no issue ${key}`);
  issue.changes.push({ at: site.now(), by, from: issue.status, to: status });
  issue.status = status;
}

interface Question {
  readonly method: string;
  /** Below /rest/api/N. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
interface Answer {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: unknown;
}

const GONE = 'Issue does not exist or you do not have permission to see it.';

export function answerOf(site: JiraSite, { method, path, headers, body }: Question): Answer {
  if (headers.authorization !== site.authorization) {
    const refused = { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' };
    return site.api === 3
      ? { ...errors(401, 'Client must be authenticated to access this resource.'), headers: refused }
      : { status: 401, headers: refused, body: '<html><title>Unauthorized (401)</title></html>' };
  }
  const { pathname, searchParams } = new URL(path, 'http://jira.invalid');
  const [, head, name = '', below] = pathname.split('/').map((part) => decodeURIComponent(part));
  const posted = method === 'POST' ? (JSON.parse(body) as { readonly [key: string]: unknown }) : {};
  if (head === 'myself') return { status: 200, body: { accountId: '5b10', displayName: 'Evenkeel Bot' } };
  if (head === 'project') {
    if (name !== site.project) return errors(404, `No project could be found with key '${name}'.`);
    return {
      status: 200,
      body: { id: '10000', key: site.project, issueTypes: site.issueTypes.map((type, id) => ({ id: String(id), name: type })) },
    };
  }
  if (head === 'search') return search(site, name, posted);
  if (head !== 'issue') return errors(404, 'null for uri');
  if (name === '') return make(site, posted);
  const issue = site.issues.find(({ id, key }) => id === name || key === name);
  if (issue === undefined) return errors(404, GONE);
  if (below === 'comment') return method === 'POST' ? comment(site, issue, posted) : comments(issue, searchParams);
  if (below === 'transitions')
    return method === 'POST' ? transition(site, issue, posted) : { status: 200, body: { transitions: transitions(site, issue) } };
  return { status: 200, body: shown(issue) };
}

function errors(status: number, message: string | null, fields: { readonly [field: string]: string } = {}): Answer {
  return { status, body: { errorMessages: message === null ? [] : [message], errors: fields } };
}

function search(site: JiraSite, which: string, { jql, maxResults }: { readonly [key: string]: unknown }): Answer {
  if (site.api === 3 && which !== 'jql')
    return errors(410, 'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.');
  if (site.api === 2 && which !== '') return errors(404, 'null for uri');
  const [, project, label] = /^project = "([^"]+)" AND labels = "([^"]+)"$/.exec(String(jql)) ?? [];
  if (project === undefined || typeof maxResults !== 'number') return errors(400, 'Error in the JQL Query.');
  if (project !== site.project) return errors(400, `The value '${project}' does not exist for the field 'project'.`);
  const found = site.issues
    .filter(({ labels, madeAt }) => labels.includes(label ?? '') && site.now() - madeAt >= site.indexLagMs)
    .toReversed();
  const issues = found.slice(0, maxResults).map(({ id, key, labels }) => ({ id, key, fields: { labels } }));
  return { status: 200, body: site.api === 3 ? { issues, isLast: true } : { startAt: 0, maxResults, total: found.length, issues } };
}

function textProblem(site: JiraSite, value: unknown): string | undefined {
  if (site.api === 3)
    return documentProblem(value) === undefined ? undefined : `Operation value must be an Atlassian Document (${documentProblem(value)})`;
  if (typeof value !== 'string') return 'Operation value must be a string';
  return value.length > 32_767 ? 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' : undefined;
}

function make(site: JiraSite, { fields = {} }: { readonly [key: string]: unknown }): Answer {
  const { project, issuetype, summary, description, labels = [], priority } = fields as { readonly [field: string]: unknown };
  const wrong: { [field: string]: string } = {};
  if ((project as { key?: unknown } | undefined)?.key !== site.project) wrong['project'] = 'Specify a valid project ID or key';
  if (!site.issueTypes.includes(String((issuetype as { name?: unknown } | undefined)?.name)))
    wrong['issuetype'] = 'Specify a valid issue type';
  if (typeof summary !== 'string' || summary === '') wrong['summary'] = 'You must specify a summary of the issue.';
  else if (/[\n\r]/.test(summary)) wrong['summary'] = 'The summary is invalid because it contains newline characters.';
  else if (summary.length >= 255) wrong['summary'] = 'Summary must be less than 255 characters.';
  const text = textProblem(site, description);
  if (text !== undefined) wrong['description'] = text;
  if ((labels as string[]).some((label) => /\s/.test(label))) wrong['labels'] = "The label can't contain spaces.";
  const wanted = (priority as { name?: string } | undefined)?.name;
  if (wanted !== undefined && !site.priorities.includes(wanted)) wrong['priority'] = `Priority name '${wanted}' is not valid`;
  if (Object.keys(wrong).length > 0) return errors(400, null, wrong);
  const number = site.issues.length + 1;
  const issue = { id: String(10_000 + number), key: `${site.project}-${number}` };
  const rest = { status: site.firstStatus, comments: [], changes: [], madeAt: site.now() };
  site.issues.push({ ...issue, fields: fields as JiraIssue['fields'], labels: labels as string[], ...rest });
  return { status: 201, body: { ...issue, self: `https://jira.invalid/rest/api/${site.api}/issue/${issue.id}` } };
}

function comment(site: JiraSite, issue: JiraIssue, { body }: { readonly [key: string]: unknown }): Answer {
  const problem = textProblem(site, body);
  if (problem !== undefined) return errors(400, null, { comment: problem });
  const made = { id: String(issue.comments.length + 1), body };
  issue.comments.push(made);
  return { status: 201, body: made };
}

function comments(issue: JiraIssue, query: URLSearchParams): Answer {
  const [startAt, maxResults] = [Number(query.get('startAt') ?? 0), Math.min(100, Number(query.get('maxResults') ?? 50))];
  const ordered = query.get('orderBy') === '-created' ? issue.comments.toReversed() : issue.comments;
  return { status: 200, body: { startAt, maxResults, total: ordered.length, comments: ordered.slice(startAt, startAt + maxResults) } };
}

function transitions(site: JiraSite, issue: JiraIssue) {
  return (site.workflow[issue.status] ?? []).map((to, index) => ({
    id: String(index + 11),
    name: `Go to ${to}`,
    to: { name: to },
    fields: site.resolvedBy.includes(to) ? { resolution: { required: true } } : {},
  }));
}

function transition(site: JiraSite, issue: JiraIssue, { transition: wanted, fields }: { readonly [key: string]: unknown }): Answer {
  const chosen = transitions(site, issue).find(({ id }) => id === (wanted as { id?: unknown } | undefined)?.id);
  if (chosen === undefined) return errors(400, 'It seems that you have tried to perform an illegal workflow operation.');
  const given = (fields as { resolution?: unknown } | undefined)?.resolution;
  if ('resolution' in chosen.fields && given === undefined) return errors(400, null, { resolution: 'Resolution is required.' });
  if (!('resolution' in chosen.fields) && given !== undefined) {
    return errors(400, null, { resolution: "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown." });
  }
  setStatus(site, issue.key, chosen.to.name, 'Evenkeel Bot');
  return { status: 204 };
}

/** The newest change first, as the cloud gives them. */
function shown({ id, key, status, changes }: JiraIssue): unknown {
  const histories = changes.toReversed().map(({ at, by, from, to }) => ({
    created: new Date(at).toISOString().replace('Z', '+0000'),
    author: { displayName: by },
    items: [{ field: 'status', fromString: from, toString: to }],
  }));
  return { id, key, fields: { status: { name: status } }, changelog: { histories } };
}
