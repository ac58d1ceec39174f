import { readdirSync, readFileSync } from 'node:fs';

/** Environment variable that a guarded process and all it starts carry: the marks of its guards, outermost first, joined by `:`. */
export const GUARD_VARIABLE = 'EVENKEEL_GUARD';

/** The command of one guard: leader of a process group, with a mark in its environment. */
export interface GuardedGroup {
  readonly pgid: number;
  readonly mark: string;
}

/** The marks of a process that is guarded by `mark` and started from one that carries `outer`. */
export function joinMarks(outer: string | undefined, mark: string): string {
  return outer === undefined || outer === '' ? mark : `${outer}:${mark}`;
}

/** Signals the process group; false when there is none. */
export function signalGroup(pgid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pgid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    // macOS answers EPERM for a group of zombies.
    if ((error as NodeJS.ErrnoException).code === 'EPERM') return false;
    throw error;
  }
}

/** Whether anything of the group, or that carries its mark, is alive. */
export function hasSurvivors(group: GuardedGroup): boolean {
  return process.platform === 'linux' ? survivors(group).length > 0 : signalGroup(group.pgid, 0);
}

/** SIGKILL to all of it. */
export function killSurvivors(group: GuardedGroup): void {
  signalGroup(group.pgid, 'SIGKILL');
  if (process.platform !== 'linux') return;
  for (const pid of survivors(group)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Ended meanwhile.
    }
  }
}

/**
 * From /proc: the mark finds what left the process group (setsid) and what lost its parent; the state leaves out
 * zombies, for which kill(2) still succeeds until somebody collects them.
 */
function survivors(group: GuardedGroup): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      const stat = read(`/proc/${pid}/stat`);
      const [state, , pgid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === undefined || state === '' || state === 'Z' || state === 'X') return false;
      return Number(pgid) === group.pgid || marksOf(pid).includes(group.mark);
    });
}

function marksOf(pid: number): readonly string[] {
  const entry = read(`/proc/${pid}/environ`)
    .split('\0')
    .find((text) => text.startsWith(`${GUARD_VARIABLE}=`));
  return entry?.slice(GUARD_VARIABLE.length + 1).split(':') ?? [];
}

/** '' for another user's process and for one that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
