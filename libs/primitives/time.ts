const TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** What a field that is no such time is told. */
export const TIME_MESSAGE = 'must be an ISO 8601 time with its zone, such as "2026-01-31T09:00:00Z"';

/** Epoch milliseconds of an ISO 8601 time with its zone; NaN for anything else, such as the 30th of February. */
export function parseTime(value: unknown): number {
  const parts = typeof value === 'string' ? TIME.exec(value) : null;
  if (parts === null) return Number.NaN;
  const [text, year, month, day] = parts;
  // Date.parse takes the 31st of every month for a day, perhaps of the next month.
  return Number(day) <= daysIn(Number(year), Number(month)) ? Date.parse(text) : Number.NaN;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}
