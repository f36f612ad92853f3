import { isError } from '../start-failure.js';

const LEVELS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};
// Fields that the heading shows, or that are constant on a terminal (one machine, one process).
const HEADING = ['level', 'time', 'pid', 'hostname', 'name', 'msg', 'err'];
const MAX_CAUSES = 5;

/** An error for the log, without properties that libraries add (parameters of queries, connection strings). */
export function errorForLog(error: Error, depth = 0): Readonly<Record<string, unknown>> {
  const { name, message, stack, cause } = error;
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : null;
  return {
    type: name,
    message,
    ...(code !== null && { code }),
    ...(depth === 0 && { stack }),
    ...(isError(cause) && depth < MAX_CAUSES && { cause: errorForLog(cause, depth + 1) }),
    ...('errors' in error &&
      Array.isArray(error.errors) &&
      depth < MAX_CAUSES && { errors: error.errors.slice(0, MAX_CAUSES).map((one) => forLog(one, depth + 1)) }),
  };
}

/** A field for the log. Errors are converted, because JSON would show them as `{}`. */
export function forLog(value: unknown, depth = 0): unknown {
  return isError(value) ? errorForLog(value, depth) : value;
}

/** A readable line of the log: time, level, app, message, the other fields, then the error's stack trace. */
export function readableLine(json: string): string {
  let line: Record<string, unknown>;
  try {
    // The logger writes only objects.
    line = JSON.parse(json) as Record<string, unknown>;
  } catch {
    return json;
  }
  const time = new Date(Number(line['time'])).toISOString().slice(11, 23);
  const level = (LEVELS[Number(line['level'])] ?? String(line['level'])).padEnd(5);
  const fields = Object.entries(line)
    .filter(([key]) => !HEADING.includes(key))
    .map(([key, value]) => ` ${key}=${typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value)}`);
  const message = typeof line['msg'] === 'string' ? line['msg'] : '';
  const heading = `${time} ${level} ${String(line['name'])}: ${message}`;
  return `${heading}${fields.join('')}\n${traceOf(line['err'])}`;
}

function traceOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, cause } = error as { stack?: unknown; cause?: { type?: unknown; message?: unknown } };
  const trace = typeof stack === 'string' ? stack : JSON.stringify(error);
  const reason = cause === undefined ? '' : `\ncaused by ${String(cause.type)}: ${String(cause.message)}`;
  return `${`${trace}${reason}`.replace(/^/gm, '    ')}\n`;
}
