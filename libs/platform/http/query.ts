import type { FastifyRequest } from 'fastify';
import { parseTime, TIME_MESSAGE } from '../../primitives/time.js';
import { Problem } from '../problem.js';

/** Reads the query string. Only `allowed` parameters and `environment` are accepted, each at most once. */
export function queryOf(request: FastifyRequest, allowed: readonly string[]): Record<string, string | undefined> {
  const query = request.query as Record<string, unknown>;
  for (const [name, value] of Object.entries(query)) {
    if (!allowed.includes(name) && name !== 'environment')
      throw wrong(name, 'unknown_parameter', `unknown parameter "${name.slice(0, 100)}"`);
    if (typeof value !== 'string') throw wrong(name, 'invalid_value', `${name} must be given once`);
    if (value.includes('\u0000') || !value.isWellFormed())
      throw wrong(name, 'invalid_value', `${name} is not valid text`);
  }
  return query as Record<string, string | undefined>;
}

/** Problem 400 that names the parameter. */
export function wrong(name: string, code: string, detail: string): Problem {
  return new Problem(400, code, detail, [{ pointer: `?${name.slice(0, 100).toWellFormed()}`, code, detail }]);
}

/** Milliseconds since 1970; null if there is none. @throws Problem 400 */
export function instantIn(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const time = parseTime(value);
  if (Number.isNaN(time)) throw wrong(name, 'invalid_value', `${name} ${TIME_MESSAGE}`);
  return time;
}

export interface Page {
  readonly limit: number;
  /** The sort key of the last item on the previous page; null for the first page. */
  readonly after: string | null;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const MAX_CURSOR = 400;

/** Reads `?limit` (1 to 200, default 50) and `?cursor` (the `nextCursor` of the previous page). */
export function pageOf(query: Readonly<Record<string, string | undefined>>): Page {
  const given = query['limit'];
  const limit = given === undefined ? DEFAULT_LIMIT : /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw wrong('limit', 'out_of_range', `limit must be a whole number from 1 to ${MAX_LIMIT}`);
  }
  const cursor = query['cursor'];
  if (cursor === undefined) return { limit, after: null };
  const after = sortKeyIn(cursor);
  if (after === undefined)
    throw wrong('cursor', 'invalid_cursor', 'not a cursor: send `nextCursor` of the page before');
  return { limit, after };
}

/** A cursor holds the sort key as a JSON list, so that a text that is none does not pass for one. */
const cursorOf = (sortKey: string): string => Buffer.from(JSON.stringify([sortKey])).toString('base64url');

/** The sort key in a cursor; undefined if nobody made this cursor of a sort key. */
function sortKeyIn(cursor: string): string | undefined {
  const [sortKey] = listIn(Buffer.from(cursor.slice(0, MAX_CURSOR), 'base64url').toString('utf8'));
  if (typeof sortKey !== 'string' || sortKey.includes('\u0000')) return undefined;
  return cursorOf(sortKey) === cursor ? sortKey : undefined;
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as unknown[]) : [];
  } catch {
    return [];
  }
}

export interface List<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A page of rows. The caller reads one row more than the limit, which shows whether there is a next page. */
export function listOf<Row, Item>(
  rows: readonly Row[],
  { limit }: Page,
  sortKey: (row: Row) => string,
  toItem: (row: Row) => Item,
): List<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(toItem), nextCursor: more ? cursorOf(sortKey(last)) : null };
}
