import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface PrometheusProcess {
  /** Value texts of the series that `expr` gives as of now. Throws what Prometheus says of a bad query. */
  values(expr: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A real Prometheus on loopback with a folder of its own, scraping `127.0.0.1:port` each second as job `evenkeel`. */
export async function startPrometheus(port: number, rules: string): Promise<PrometheusProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-prometheus-'));
  writeFileSync(join(folder, 'rules.yml'), rules.replaceAll(/interval: \d+[sm]/g, 'interval: 1s'));
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: {scrape_interval: 1s, scrape_timeout: 1s}
rule_files: [rules.yml]
scrape_configs:
  - job_name: evenkeel
    static_configs: [{targets: ['127.0.0.1:${port}']}]
`,
  );
  const own = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${own}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${own}`;
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (ready?.ok === true) break;
    if (tries > 200 || child.exitCode !== null) {
      await close();
      throw new Error(`prometheus did not start: ${stderr}`);
    }
    await pause(100);
  }
  return {
    values: async (expr) => {
      const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expr }).toString()}`);
      const body = (await answer.json()) as {
        status: string;
        error?: string;
        data?: { result: { value: [number, string] }[] };
      };
      if (body.status !== 'success') throw new Error(`${expr}: ${body.error}`);
      return (body.data?.result ?? []).map(({ value }) => value[1]);
    },
    close,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
