import { isatty } from 'node:tty';
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import type { LogFormat } from '../config.js';
import { forLog, readableLine } from './log-line.js';
import { withoutSecrets } from './secrets-in-text.js';

export type Logger = PinoLogger;

/** Injection token of the logger. */
export const LOGGER = Symbol('Logger');

const STANDARD_ERROR = 2;
const SECRET_KEYS = ['authorization', 'cookie', 'secret', 'password'];

/** Makes a logger that writes to standard error. Possible secrets are censored in fields and texts. */
export function createLogger(app: string, level: string, format: LogFormat = usualFormat()): Logger {
  return loggerTo(pino.destination({ fd: STANDARD_ERROR, sync: false }), app, level, format);
}

/** Makes a logger that writes to the stream. */
export function loggerTo(stream: DestinationStream, app: string, level: string, format: LogFormat): Logger {
  return pino(
    {
      name: app,
      level,
      formatters: {
        log: (fields) => Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, forLog(value)])),
      },
      // `log` has already converted errors; pino's own serializer expects an Error.
      serializers: { err: (error: unknown) => error },
      redact: { paths: ['key', ...SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])], censor: '[secret]' },
    },
    {
      write: (line) => {
        const clean = withoutSecrets(line);
        stream.write(format === 'pretty' ? readableLine(clean) : clean);
      },
    },
  );
}

function usualFormat(): LogFormat {
  return isatty(STANDARD_ERROR) ? 'pretty' : 'json';
}

/** Passes warnings and errors of Nest to the logger, and drops its other messages. */
export function nestLogger(logger: Logger): LoggerService {
  return {
    log: () => undefined,
    debug: () => undefined,
    verbose: () => undefined,
    warn: (message: unknown) => logger.warn(String(message)),
    error: (message: unknown, stack?: unknown) => logger.error({ stack }, String(message)),
    fatal: (message: unknown) => logger.fatal(String(message)),
  };
}
