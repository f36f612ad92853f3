import { callerOf, type AuthenticatedRequest } from '../../access/http.js';
import type { Query } from '../../platform/http/query-parameters.js';
import { wrong } from '../../platform/http/query.js';
import { isUuid } from '../../platform/ids.js';
import { parseTime, TIME_MESSAGE } from '../../primitives/time.js';
import { checkSearch, equal, inEnvironment, type Condition } from '../../projections/index.js';
import { isAuditedType } from '../audited-streams.js';
import { KINDS, type EntityKind } from '../words.js';

const MAX_ID = 200;
const FOR_ADMINS: readonly EntityKind[] = ['api_key', 'sign_in', 'access'];
const FOR_PEOPLE: readonly EntityKind[] = [...FOR_ADMINS, 'user', 'notification_destination', 'notification_rule'];

/** The entries that a query asks for. @throws Problem 400 that names the parameter */
export function filtersOf(request: AuthenticatedRequest, query: Query): readonly Condition[] {
  const { by, type, entity, q } = query;
  if (by !== undefined && !isUuid(by)) throw wrong('by', 'invalid_id', 'by must be the id of a user or a key');
  if (type !== undefined && !isAuditedType(type))
    throw wrong('type', 'invalid_value', 'there is no such type of event');
  return [
    ...equal({ by_id: by, type, environment: namedEnvironment(request) }),
    ...ofEntity(entity),
    ...between(query.from, query.to),
    ...matching(q),
  ];
}

/**
 * The entries that the sender of a request may read, as the routes of the things themselves say: keys only admins,
 * users and notifications only people. A service key also reads nothing of other environments.
 */
export function readableTo(request: AuthenticatedRequest): readonly Condition[] {
  const { kind, role, scopes, environment } = callerOf(request);
  if (kind === 'key') {
    return [ofNone(FOR_PEOPLE), inEnvironment(environment)];
  }
  return role === 'admin' && scopes.includes('manage') ? [] : [ofNone(FOR_ADMINS)];
}

const ofNone = (kinds: readonly EntityKind[]): Condition => ({
  sql: `row.entity_kind NOT IN (${kinds.map((each) => `'${each}'`).join(', ')})`,
  parameters: {},
});

/** Other routes take production if a request names no environment; the audit is of all. */
function namedEnvironment({ query }: AuthenticatedRequest): string | undefined {
  const { environment } = query as Readonly<Record<string, unknown>>;
  return typeof environment === 'string' ? environment : undefined;
}

function ofEntity(entity: string | undefined): readonly Condition[] {
  if (entity === undefined) return [];
  const colon = entity.indexOf(':');
  const [kind, id] = [entity.slice(0, Math.max(colon, 0)), entity.slice(colon + 1)];
  const found = KINDS.find((each) => each === kind);
  if (!found || id === '' || id.length > MAX_ID)
    throw wrong('entity', 'invalid_value', `entity must be <kind>:<id>, and the kind one of ${KINDS.join(', ')}`);
  return equal({ entity_kind: found, entity_id: id });
}

/** From the first time on, until before the second. */
function between(from: string | undefined, to: string | undefined): readonly Condition[] {
  const [start, end] = [timeOf('from', from), timeOf('to', to)];
  if (start !== null && end !== null && start > end) throw wrong('from', 'out_of_range', 'from must not be after to');
  return [
    ...(start === null ? [] : [{ sql: 'row.at >= :from', parameters: { from: start } }]),
    ...(end === null ? [] : [{ sql: 'row.at < :to', parameters: { to: end } }]),
  ];
}

/** As times stand in the table. */
function timeOf(name: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  const time = parseTime(value);
  if (Number.isNaN(time)) throw wrong(name, 'invalid_value', `${name} ${TIME_MESSAGE}`);
  return new Date(time).toISOString();
}

function matching(q: string | undefined): readonly Condition[] {
  if (q === undefined) return [];
  checkSearch(q);
  // Not in the entity: no answer has the words.
  return [{ sql: `"row".words @@ websearch_to_tsquery('simple', :q)`, parameters: { q } }];
}
