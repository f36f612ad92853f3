/**
 * The kind of a PostgreSQL failure.
 * - `data`: the values to write (SQLSTATE classes 22 and 23); a retry fails again.
 * - `missing_table`: a table or schema does not exist (yet).
 * - `statement`: Assay's own SQL (class 42).
 * - `away`: everything else: the server, its disk, its mode, the network, another transaction. A retry may succeed.
 */
export type DatabaseFailure = 'data' | 'missing_table' | 'statement' | 'away';

const MISSING = new Set(['42P01', '3F000']);
/** TypeORM reports its own state if a connection dies in use. */
const TYPEORM_OWN = new Set([
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
  'TransactionNotStartedError',
  'TransactionAlreadyStartedError',
  'ConnectionIsNotSetError',
  'CannotConnectAlreadyConnectedError',
  'CannotExecuteNotConnectedError',
]);
/** Messages of the driver without a code for a lost connection. */
const DRIVERS_WORDS =
  /connection terminated|connection error and is not queryable|not queryable|timeout exceeded when trying to connect|client was closed|query read timeout|PostgreSQL does not answer|socket (has been ended|hang up)|after calling end on the pool|server does not support SSL/i;

/** The kind of the failure; undefined if it does not come from PostgreSQL or the connection to it. */
export function databaseFailureOf(error: unknown): DatabaseFailure | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { name, code, driverError } = error as { name?: unknown; code?: unknown; driverError?: unknown };
  // TypeORM wraps each failed statement; without a code, the connection was lost.
  if (name === 'QueryFailedError') return databaseFailureOf(driverError) ?? 'away';
  if (typeof name === 'string' && TYPEORM_OWN.has(name)) return 'away';
  if (typeof code === 'string') {
    if (isSqlState(code)) return ofSqlState(code);
    // Errors of the network have no path; errors of files do.
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
