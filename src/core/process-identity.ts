import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process as it can be recognised later: its number alone is given to another one sooner or later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of the operating system; compared as text only. */
  readonly started: string;
  /** Which life of the machine: process numbers begin again with each boot. */
  readonly boot: string;
}

const run = promisify(execFile);

/** undefined: no such process is alive (a zombie is not). */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!Number.isSafeInteger(pid) || pid < 1) return undefined;
  const [started, boot] = await Promise.all([startOf(pid), bootId()]);
  return started === undefined ? undefined : { pid, started, boot };
}

/** Whether exactly this process still lives. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const now = await identifyProcess(identity.pid);
  return now !== undefined && now.started === identity.started && now.boot === identity.boot;
}

/**
 * Signals the process, or with `group` the process group that it leads, only if it is still the one that was recorded.
 * False: it is gone, or its number belongs to another process now, and nothing was sent.
 */
export async function signalIdentified(identity: ProcessIdentity, signal: NodeJS.Signals, options: { group: boolean }): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  try {
    process.kill(options.group ? -identity.pid : identity.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return startByPs(pid);
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field, the name in brackets, may itself hold blanks and brackets: count from its end.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields?.[0];
  return state === undefined || state === 'Z' || state === 'X' ? undefined : fields?.[19];
}

async function startByPs(pid: number): Promise<string | undefined> {
  const answer = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { env: { PATH: process.env.PATH, LC_ALL: 'C' } }).catch(
    () => undefined,
  );
  const match = /^(\S+)\s+(.+)$/.exec(answer?.stdout.trim() ?? '');
  return match === null || match[1]?.startsWith('Z') === true ? undefined : match[2];
}

async function bootId(): Promise<string> {
  if (process.platform === 'linux') return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  return (await run('sysctl', ['-n', 'kern.boottime'])).stdout.trim();
}
