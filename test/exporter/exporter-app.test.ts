import { describe, expect, it } from 'vitest';
import { exportedMetrics } from '../../src/exporter/exported-metrics.ts';
import { exporterApp } from '../../src/exporter/exporter-app.ts';
import { createMeters } from '../../src/exporter/meters.ts';

const HOST = '127.0.0.1:9464';

function app(problem?: string) {
  const meters = createMeters(exportedMetrics());
  let refreshed = 0;
  return exporterApp({
    meters,
    hosts: () => [HOST, 'harness:9464'],
    problem: () => problem,
    refresh: () => meters.set('evenkeel_resources_overdue', {}, (refreshed += 1)),
  });
}

const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}, problem?: string) =>
  app(problem).request(`http://${HOST}${path}`, { ...init, headers: { host: HOST, ...headers } });

describe('exporterApp', () => {
  it('gives metrics as Prometheus reads them, brought up to date first', async () => {
    const answer = await ask('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).toContain('evenkeel_resources_overdue 1');
  });

  it('is alive while it cannot serve, and says why it cannot', async () => {
    expect((await ask('/healthz', {}, {}, 'the disk is gone')).status).toBe(200);
    const ready = await ask('/readyz', {}, {}, 'the disk is gone');
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('the disk is gone');
    expect((await ask('/readyz')).status).toBe(200);
  });

  it('answers to its further names', async () => {
    expect((await ask('/metrics', { host: 'harness:9464' })).status).toBe(200);
  });

  it.each([
    ['another Host, as in DNS rebinding', { host: 'evil.example:9464' }, 421],
    ['its own address without the port', { host: '127.0.0.1' }, 421],
    ['a foreign Origin', { origin: 'http://evil.example' }, 403],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('refuses %s', async (_, headers, status) => {
    for (const path of ['/metrics', '/healthz', '/readyz', '/nothing']) expect((await ask(path, headers)).status).toBe(status);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('takes no %s', async (method) => {
    const answer = await ask('/metrics', { 'content-type': 'application/json', 'content-length': '0' }, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET');
  });

  it('has nothing else', async () => {
    for (const path of ['/', '/metrics/', '/metrics/../etc/passwd', '/debug']) expect((await ask(path)).status).toBe(404);
  });
});
