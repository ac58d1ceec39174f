import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf, type JiraSite } from './jira-site.ts';

/** What goes wrong with the next request that it fits; each happens once. */
export interface JiraFault {
  /** `POST /issue`: method and the beginning of the path below /rest/api/N. */
  readonly on: string;
  /** Answered in place of what was asked. */
  readonly answer?: { readonly status: number; readonly headers?: { readonly [name: string]: string }; readonly body?: unknown };
  /** The connection breaks: before the request had its effect, after it, or in the middle of the answer. */
  readonly breaks?: 'before' | 'after' | 'within';
  /** The effect comes at once, the answer never. */
  readonly silent?: boolean;
}

export interface JiraServer {
  readonly url: string;
  readonly site: JiraSite;
  /** In the order in which they are to happen. */
  readonly faults: JiraFault[];
  /** Each time that a fault happened. */
  readonly happened: string[];
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly body: string;
    readonly authorization: string | undefined;
  }[];
  close(): Promise<void>;
}

/** A real HTTP server on 127.0.0.1 that answers as JIRA's REST API is documented. `context`: its path, as of many servers in a company. */
export async function startJiraServer(site: JiraSite, context = ''): Promise<JiraServer> {
  const requests: { method: string; path: string; body: string; authorization: string | undefined }[] = [];
  const faults: JiraFault[] = [];
  const happened: string[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const { method = '', url = '', headers } = request;
    requests.push({ method, path: url, body, authorization: headers.authorization });
    const base = `${context}/rest/api/${site.api}`;
    const index = faults.findIndex(({ on }) => `${method} ${url.slice(base.length)}`.startsWith(on));
    const fault = index < 0 ? undefined : faults.splice(index, 1)[0];
    if (fault !== undefined) happened.push(fault.on);
    if (fault?.breaks === 'before') return void request.socket.destroy();
    const send = ({ status, headers: given = {}, body: content }: NonNullable<JiraFault['answer']>): void => {
      const text = content === undefined ? '' : typeof content === 'string' ? content : JSON.stringify(content);
      response.writeHead(status, { 'content-type': typeof content === 'string' ? 'text/html' : 'application/json', ...given }).end(text);
    };
    if (fault?.answer !== undefined) return send(fault.answer);
    const answer = url.startsWith(`${base}/`)
      ? answerOf(site, { method, path: url.slice(base.length), headers, body })
      : { status: 404, body: '<html>no such page</html>' };
    if (fault?.breaks === 'after') return void request.socket.destroy();
    if (fault?.silent === true) return;
    if (fault?.breaks === 'within') {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': 100 }).write('{"id":');
      return void setTimeout(() => request.socket.destroy(), 20);
    }
    send(answer);
  };

  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${context}`,
    site,
    faults,
    happened,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
