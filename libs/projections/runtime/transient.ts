/**
 * True when the same work may go through later: the connection died, the server is busy or stopping, two transactions
 * met, or the tables are gone (they are made anew then). Anything else is the event's fault.
 */
export function isTransient(error: unknown): boolean {
  const failure = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = failure?.driverError?.code ?? failure?.code;
  if (typeof code === 'string') {
    return /^(08|53|57|40|55P03|42P01|3F000|25P0)/.test(code) || /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST)/.test(code);
  }
  return /Connection terminated|timeout exceeded|not queryable|Client was closed|Query read timeout/i.test(
    String(error),
  );
}
