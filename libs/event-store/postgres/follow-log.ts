import type { QueryResultRow } from 'pg';
import type { StoreMessage, SubscribeOptions } from '../event-store.js';
import { hasReached, type Position } from '../position.js';
import type { AppendHints } from './hints.js';
import { decodePosition, encodePosition, type LogPosition } from './log-position.js';
import { EVENT_COLUMNS, toStoredEvent, type EventRow } from './rows.js';

const PAGE = 500;
// A page is also limited in bytes: 500 batches of telemetry would be hundreds of megabytes.
const PAGE_BYTES = 8 * 1024 * 1024;
const FIRST_PAUSE_MS = 4;
const LAST_PAUSE_MS = 250;

export interface LogAccess {
  readonly query: <Row extends QueryResultRow>(text: string, values: readonly unknown[]) => Promise<Row[]>;
  readonly hints: AppendHints;
  readonly closing: AbortSignal;
}

/**
 * Pages through the log, then polls: soon after activity or a hint, every 250 ms when idle. The head is read before the
 * page, so a page that is not full proves that all matching events up to that head were delivered. A subscriber that is
 * caught up has all events that were committed before.
 */
export async function* followLog(log: LogAccess, options: SubscribeOptions): AsyncGenerator<StoreMessage> {
  const signal = options.signal ? AbortSignal.any([options.signal, log.closing]) : log.closing;
  const pageQuery = pageOf(options.filter?.streamPrefixes);
  let after = options.after;
  let caughtUp = false;
  let goal: Goal | undefined;
  let pause = FIRST_PAUSE_MS;

  while (!signal.aborted) {
    const generation = log.hints.generation;
    let page: Page;
    try {
      page = await nextPage(log, pageQuery, after);
      if (!caughtUp && !page.more) goal ??= await goalOf(log);
    } catch {
      // The store cannot be reached: retry from the same position.
      caughtUp = false;
      goal = undefined;
      await log.hints.wait(LAST_PAUSE_MS, signal);
      continue;
    }
    for (const row of page.rows) {
      if (signal.aborted) return;
      const event = toStoredEvent(row);
      after = event.position;
      yield { kind: 'event', event };
    }
    if (page.more) continue;
    if (page.head !== undefined && !hasReached(after, page.head)) {
      after = page.head;
      yield { kind: 'checkpoint', position: page.head };
    }
    if (!caughtUp && goal && (goal.position === undefined || hasReached(after, goal.position))) {
      caughtUp = true;
      yield { kind: 'caught_up' };
    }
    pause =
      page.rows.length > 0 || log.hints.generation !== generation ? FIRST_PAUSE_MS : Math.min(pause * 2, LAST_PAUSE_MS);
    const before = log.hints.generation;
    if (before === generation) await log.hints.wait(pause, signal);
    else await log.hints.wait(FIRST_PAUSE_MS, signal);
    if (log.hints.generation !== before) pause = FIRST_PAUSE_MS;
  }
}

/** The position that a subscriber must reach to be caught up; undefined for an empty log. */
interface Goal {
  readonly position: Position | undefined;
}

/** The last committed event, even if an older running transaction still hides it from readers. */
const goalOf = async ({ query }: LogAccess): Promise<Goal> => ({ position: await lastWhere('true', query) });

interface Page {
  readonly rows: EventRow[];
  readonly more: boolean;
  readonly head: Position | undefined;
}

const VISIBLE = `(e.epoch < (SELECT epoch FROM event_store.epoch) OR e.xid < pg_snapshot_xmin(pg_current_snapshot()))`;

/** The head of the log: no event can appear before it any more. */
export const visibleHead = (query: LogAccess['query']): Promise<Position | undefined> => lastWhere(VISIBLE, query);

async function lastWhere(condition: string, query: LogAccess['query']): Promise<Position | undefined> {
  const [last] = await query<LogPosition>(
    `SELECT e.epoch, e.xid::text AS xid, e.position::text AS position FROM event_store.events e WHERE ${condition}
     ORDER BY e.epoch DESC, e.xid DESC, e.position DESC LIMIT 1`,
    [],
  );
  return last && encodePosition(last);
}

async function nextPage(log: LogAccess, pageQuery: PageQuery, after: Position | undefined): Promise<Page> {
  const from = decodePosition(after);
  const head = await visibleHead(log.query);
  if (head === undefined || hasReached(after, head)) return { rows: [], more: false, head: undefined };
  const rows = await log.query<EventRow & { bytes: string }>(pageQuery.text, [
    from.epoch,
    from.xid,
    from.position,
    ...pageQuery.values,
  ]);
  const last = rows.at(-1);
  const more = rows.length >= PAGE || (last !== undefined && Number(last.bytes) >= PAGE_BYTES);
  return { rows, more, head };
}

interface PageQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Rows after ($1, $2, $3) in log order, cut at PAGE rows or after PAGE_BYTES of data. */
function pageOf(prefixes: readonly string[] | undefined): PageQuery {
  const after = `(e.epoch, e.xid, e.position) > ($1::integer, $2::xid8, $3::bigint) AND ${VISIBLE}`;
  const order = 'ORDER BY e.epoch, e.xid, e.position';
  const wrap = (inner: string): string => `
    SELECT ${EVENT_COLUMNS}, bytes FROM (
      SELECT p.*, sum(pg_column_size(p.data)) OVER (ORDER BY p.epoch, p.xid, p.position) AS bytes FROM (${inner}) p
    ) sized WHERE bytes - pg_column_size(data) < ${PAGE_BYTES} ORDER BY sized.epoch, sized.xid, sized.position`;

  if (!prefixes)
    return { text: wrap(`SELECT e.* FROM event_store.events e WHERE ${after} ${order} LIMIT ${PAGE}`), values: [] };
  if (prefixes.every((prefix) => prefix.includes('-'))) {
    // Whole categories have their own index, so that telemetry in the log does not slow down their readers.
    const categories = [...new Set(prefixes.map((prefix) => prefix.slice(0, prefix.indexOf('-'))))];
    return {
      text: wrap(`
        SELECT e.* FROM unnest($4::text[]) AS c (category) CROSS JOIN LATERAL (
          SELECT * FROM event_store.events e
          WHERE e.category = c.category AND ${after} AND e.stream ^@ ANY ($5::text[]) ${order} LIMIT ${PAGE}
        ) e ${order} LIMIT ${PAGE}`),
      values: [categories, prefixes],
    };
  }
  return {
    text: wrap(
      `SELECT e.* FROM event_store.events e WHERE ${after} AND e.stream ^@ ANY ($4::text[]) ${order} LIMIT ${PAGE}`,
    ),
    values: [prefixes],
  };
}
