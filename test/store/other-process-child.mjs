// A writer in a process of its own: the tests drive it over IPC, and kill it.
import { systemClock } from '../../dist/src/core/clock.js';
import { silentLog } from '../../dist/src/core/log.js';
import { openWriter } from '../../dist/src/store/open-writer.js';

let writer;
const methods = {
  ready: () => true,
  async open(options) {
    writer = await openWriter({
      clock: systemClock,
      random: Math.random,
      log: silentLog,
      observer: { name: 'other', place: null },
      version: '0.1.0',
      config: '',
      kind: 'run',
      ...options,
    });
    return { session: writer.session, storeUid: writer.storeUid };
  },
  lost: () => writer.lost,
};
async function answer({ id, method, args }) {
  try {
    const value = method in methods ? await methods[method](...args) : await writer[method](...args);
    process.send({ id, value });
  } catch (error) {
    process.send({ id, error: `${error.code ?? ''} ${error.message}` });
  }
}
process.on('message', (message) => void answer(message));
process.on('disconnect', () => process.exit());
