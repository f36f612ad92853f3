import type { LoggerService } from '@nestjs/common';
import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** Injection token of the process's one logger. */
export const LOGGER = Symbol('Logger');

/** JSON lines on standard error. What could hold a secret is cut out wherever it stands. */
export function createLogger(app: string, level: string): Logger {
  return pino(
    {
      name: app,
      level,
      redact: {
        paths: [
          'authorization',
          'cookie',
          '*.authorization',
          '*.cookie',
          'key',
          'secret',
          '*.secret',
          'password',
          '*.password',
        ],
        censor: '[secret]',
      },
    },
    pino.destination({ fd: 2, sync: false }),
  );
}

/** Nest's own words go the same way, only when they warn. */
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
