import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { vuContext } from './vu-context.ts';
import { vuHost } from './vu-host.ts';
import type { FromVu, ToVu, VuStart } from './vu-messages.ts';

// The thread of one VU: its context, its script, and the way out to the I/O thread.
const start = workerData as VuStart;
const port = parentPort as NonNullable<typeof parentPort>;
const send = (message: FromVu): void => port.postMessage(message);
const { host, answered } = vuHost(start, port, systemClock);
const context = await vuContext(start, host);
const { guest } = context;
process.on('unhandledRejection', (reason) => guest.rejected(reason));

let script: { readonly [name: string]: unknown } = {};
port.on('message', (message: ToVu) => {
  if (message.type === 'answer') answered(message.id, message);
  else if (message.type === 'configure') guest.configure(message.options);
  else guest.run(script, message.activation);
});

try {
  script = await context.load();
  send({
    type: 'ready',
    options: guest.optionsOf(script),
    functions: Object.keys(script).filter((name) => typeof script[name] === 'function'),
  });
} catch (error) {
  send({ type: 'broken', failure: guest.describe(error) });
}
