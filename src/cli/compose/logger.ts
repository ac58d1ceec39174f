import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { Log } from '../../core/log.ts';
import type { Redact } from '../../core/redact.ts';

export const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type Level = (typeof LEVELS)[number];

/** JSON lines on stderr; readable ones for a person at a terminal. Everything passes the redactor. */
export function createLogger(level: Level, stderr: NodeJS.WriteStream, redact: Redact): Log {
  const sink = { write: (line: string) => void stderr.write(redact(line)) };
  if (stderr.isTTY) {
    return pino(
      { level, base: null },
      pretty({ colorize: true, singleLine: true, ignore: 'pid,hostname', destination: { ...sink, write: sink.write } as never }),
    );
  }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, sink);
}
