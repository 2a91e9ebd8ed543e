/** Logs are lines of JSON on stderr: ids, never phone numbers or message text. */
import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

/** `level` is one of pino's: trace, debug, info, warn, error, fatal, silent. */
export function openLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
