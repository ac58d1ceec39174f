import type { Socket } from 'node:net';
import { MAX_LINE_BYTES } from './channel-protocol.ts';

/** Calls `onValue` for each line; a line that is not JSON, too long, or that `onValue` throws at destroys the socket. */
export function readJsonLines(socket: Socket, onValue: (value: unknown) => void): void {
  let parts: string[] = [];
  let length = 0;
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    let from = 0;
    for (let to = chunk.indexOf('\n'); to >= 0 && !socket.destroyed; to = chunk.indexOf('\n', from)) {
      const line = [...parts, chunk.slice(from, to)].join('');
      [parts, length, from] = [[], 0, to + 1];
      try {
        onValue(JSON.parse(line));
      } catch (error) {
        socket.destroy(error as Error);
      }
    }
    parts.push(chunk.slice(from));
    length += chunk.length - from;
    if (length > MAX_LINE_BYTES) socket.destroy(new Error(`a line is longer than ${MAX_LINE_BYTES} bytes`));
  });
}

export function writeJsonLine(socket: Socket, value: object): void {
  if (socket.writable) socket.write(`${JSON.stringify(value)}\n`);
}
