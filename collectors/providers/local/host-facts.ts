import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import type { HostFacts } from '../../../src/core/provider.ts';

/** What this machine says of itself; read anew at each call. */
export async function hostFacts(): Promise<HostFacts> {
  const hostKey = await machineKey();
  const processors = cpus();
  return {
    ...(hostKey === undefined ? {} : { hostKey }),
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cpus: processors.length,
    memoryBytes: totalmem(),
    kernel: `${type()} ${release()}`,
    virtualisation: await virtualisation(),
    node: { path: process.execPath, version: process.version },
  };
}

/** The machine's id, hashed: systemd asks that the id itself be kept on the machine. The boot's id where there is none. */
async function machineKey(): Promise<string | undefined> {
  const id = (await text('/etc/machine-id')) || (await text('/proc/sys/kernel/random/boot_id'));
  return id === '' ? undefined : createHash('sha256').update(`evenkeel ${id}`).digest('hex').slice(0, 16);
}

async function virtualisation(): Promise<string> {
  for (const mark of ['/.dockerenv', '/run/.containerenv']) {
    const isThere = await access(mark).then(
      () => true,
      () => false,
    );
    if (isThere) return 'container';
  }
  const product = await text('/sys/class/dmi/id/product_name');
  const guest = /^flags\s*:.*\bhypervisor\b/m.test(await text('/proc/cpuinfo'));
  if (guest) return product === '' ? 'hypervisor' : product;
  return process.platform === 'linux' ? 'none' : 'unknown';
}

async function text(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim();
}
