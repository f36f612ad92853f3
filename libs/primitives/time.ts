const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Epoch milliseconds of an ISO 8601 time with a zone; NaN for anything else. */
export const parseTime = (value: unknown): number =>
  typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : Number.NaN;
