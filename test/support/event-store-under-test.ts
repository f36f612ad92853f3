/** The EventStoreDB of the suites: the real server that EVENTSTORE_URL names, else the wire double. */

/** Connection string of the real server, esdb:// or kurrentdb://, also with +discover. */
export const REAL_EVENTSTOREDB: string | undefined = [process.env['EVENTSTORE_URL'] ?? ''].find((url) =>
  /^(esdb|kurrentdb)(\+discover)?:/.test(url),
);

/** Part of the names of suites. */
export const EVENTSTOREDB =
  REAL_EVENTSTOREDB === undefined ? 'eventstoredb (its double)' : 'eventstoredb (real server)';
