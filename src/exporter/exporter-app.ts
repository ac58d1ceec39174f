import { Hono } from 'hono';
import { refuse } from '../core/door.ts';
import type { Meters } from './meters.ts';

export interface ExporterAppOptions {
  readonly meters: Meters;
  /** host:port that may stand in the Host header; a function, since port 0 is known only after listening. */
  readonly hosts: () => readonly string[];
  /** Why /metrics is not to be trusted now; undefined when it is. */
  readonly problem: () => string | undefined;
  /** Brings values up to date just before they are read. */
  readonly refresh: () => void;
}

/** /metrics, /healthz (the process answers), /readyz (the store is read and fresh, else 503 with the reason). GET only. */
export function exporterApp({ meters, hosts, problem, refresh }: ExporterAppOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const refusal = refuse(context.req.raw, { hosts: hosts() });
    if (refusal !== undefined) return context.text(`${refusal.reason}\n`, refusal.status);
    if (context.req.method !== 'GET') return context.text('GET only\n', 405, { Allow: 'GET' });
    await next();
  });
  app.get('/metrics', async (context) => {
    refresh();
    return context.body(await meters.scrape(), 200, { 'Content-Type': meters.contentType, 'Cache-Control': 'no-store' });
  });
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', (context) => {
    const reason = problem();
    return reason === undefined ? context.text('ready\n') : context.text(`not ready: ${reason}\n`, 503);
  });
  app.notFound((context) => context.text('not found: this server has /metrics, /healthz and /readyz\n', 404));
  return app;
}
