// The guard itself: runs one command as its own process group, and ends all of it when the pipe to its owner ends.
// Own session, no terminal: Ctrl-C reaches neither it nor what it runs.
import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { GRACE_MS, GUARD_FD, lineSplitter, type GuardOrder, type GuardReport, type GuardSignal } from './guard-protocol.ts';
import { GUARD_VARIABLE, hasSurvivors, joinMarks, killSurvivors, signalGroup, type GuardedGroup } from './guarded-processes.ts';
import { identifyProcess } from './process-identity.ts';

const owner = new Socket({ fd: GUARD_FD, readable: true, writable: true, allowHalfOpen: true });

function report(message: GuardReport): void {
  if (!owner.destroyed) owner.write(`${JSON.stringify(message)}\n`);
}

/** Ends the group and whatever else carries the mark; returns when nothing is left, or when SIGKILL had time to work. */
async function endAll(group: GuardedGroup): Promise<void> {
  if (!hasSurvivors(group)) return;
  signalGroup(group.pgid, 'SIGTERM');
  for (let waited = 0; waited < GRACE_MS; waited += 25) {
    await delay(25);
    if (!hasSurvivors(group)) return;
  }
  // Again and again: a process may start another between the look and the signal.
  for (let round = 0; round < 50 && hasSurvivors(group); round += 1) {
    killSurvivors(group);
    await delay(10);
  }
}

async function leave(code: number): Promise<never> {
  await new Promise<void>((resolve) => (owner.destroyed || owner.errored !== null ? resolve() : owner.end(resolve)));
  process.exit(code);
}

function guard(order: GuardOrder): ChildProcess {
  const [command, ...parameters] = order.argv;
  const child = spawn(command, parameters, {
    cwd: order.cwd,
    env: { ...order.env, [GUARD_VARIABLE]: joinMarks(process.env[GUARD_VARIABLE], order.mark) },
    stdio: 'inherit',
    detached: true,
  });
  child.on('error', (error: NodeJS.ErrnoException) => {
    report({ said: 'not-started', code: error.code ?? 'UNKNOWN', message: error.message });
    void leave(127);
  });
  child.on('spawn', () => {
    const pid = child.pid as number;
    const started = identifyProcess(pid).then((identity) =>
      // A command that has already ended is known by its number alone, and matches no living process.
      report({ said: 'started', identity: identity ?? { pid, started: '', boot: '' } }),
    );
    child.on('exit', (exitCode, signal) => {
      ending ??= endAll({ pgid: pid, mark: order.mark });
      void Promise.all([started, ending]).then(() => {
        report({ said: 'ended', exitCode, signal });
        return leave(exitCode ?? 1);
      });
    });
  });
  return child;
}

let child: ChildProcess | undefined;
let mark = '';
let ending: Promise<void> | undefined;

function end(): void {
  if (child?.pid === undefined) process.exit(0);
  // The exit handler goes on from here once the command itself is gone.
  ending ??= endAll({ pgid: child.pid, mark });
}

owner.setEncoding('utf8');
owner.on(
  'data',
  lineSplitter((line) => {
    if (child !== undefined) {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        signalGroup(child.pid, (JSON.parse(line) as GuardSignal).signal);
      }
      return;
    }
    const order = JSON.parse(line) as GuardOrder;
    mark = order.mark;
    child = guard(order);
  }),
);
owner.on('end', end);
owner.on('error', end);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
