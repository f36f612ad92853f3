/**
 * What a failure of PostgreSQL is about.
 * - `data`: the values that were to be written (SQLSTATE classes 22 and 23); the same again fails again.
 * - `missing_table`: a table or schema that is not there, or not yet.
 * - `statement`: our own SQL (class 42).
 * - `away`: all else: the server, its disk, its mode, the network, another transaction. The same may succeed later.
 */
export type DatabaseFailure = 'data' | 'missing_table' | 'statement' | 'away';

const MISSING = new Set(['42P01', '3F000']);
/** A connection that dies in use makes TypeORM complain of its own state, too. */
const TYPEORM_OWN = new Set([
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
  'TransactionNotStartedError',
  'TransactionAlreadyStartedError',
  'ConnectionIsNotSetError',
  'CannotConnectAlreadyConnectedError',
  'CannotExecuteNotConnectedError',
]);
/** What the driver says without a code, when a connection is or goes away. */
const DRIVERS_WORDS =
  /connection terminated|connection error and is not queryable|not queryable|timeout exceeded when trying to connect|client was closed|query read timeout|PostgreSQL does not answer|socket (has been ended|hang up)|after calling end on the pool|server does not support SSL/i;

/** What the failure is about; undefined where it does not come from PostgreSQL or the way to it. */
export function databaseFailureOf(error: unknown): DatabaseFailure | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { name, code, driverError } = error as { name?: unknown; code?: unknown; driverError?: unknown };
  // TypeORM wraps each failed statement; what failed without a code died on the way.
  if (name === 'QueryFailedError') return databaseFailureOf(driverError) ?? 'away';
  if (typeof name === 'string' && TYPEORM_OWN.has(name)) return 'away';
  if (typeof code === 'string') {
    if (isSqlState(code)) return ofSqlState(code);
    // An error of the network names no file.
    return isSystemError(code) && !('path' in error) ? 'away' : undefined;
  }
  return error instanceof Error && DRIVERS_WORDS.test(error.message) ? 'away' : undefined;
}

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);
const isSystemError = (code: string): boolean => /^E[A-Z_]+$/.test(code);

function ofSqlState(code: string): DatabaseFailure {
  if (MISSING.has(code)) return 'missing_table';
  if (code.startsWith('22') || code.startsWith('23')) return 'data';
  return code.startsWith('42') ? 'statement' : 'away';
}
