import type { AuthenticatedRequest } from '../../access/http.js';
import { isUuid } from '../../platform/ids.js';
import type { Query } from '../../platform/http/query-parameters.js';
import { wrong } from '../../platform/http/query.js';
import { parseTime, TIME_MESSAGE } from '../../primitives/time.js';
import { equal, type Condition } from '../../projections/index.js';
import { DELIVERY_STATES } from '../delivery.js';
import { DELIVERY_KINDS } from '../event-kinds.js';

/** The deliveries that a query asks for. @throws Problem 400 that names the parameter */
export function filtersOf({ query: given }: AuthenticatedRequest, query: Query): readonly Condition[] {
  const { destination, rule, experiment, status, type } = query;
  for (const name of ['destination', 'rule', 'experiment'] as const) {
    if (query[name] !== undefined && !isUuid(query[name])) throw wrong(name, 'invalid_id', `${name} must be an id`);
  }
  oneOf('status', status, DELIVERY_STATES);
  oneOf('type', type, DELIVERY_KINDS);
  // Other routes take production if a request names no environment; here it is a filter.
  const { environment } = given as { readonly environment?: string };
  return [
    ...equal({ destination, rule, experiment, state: status, kind: type, environment }),
    ...bound('from', query.from, '>='),
    ...bound('to', query.to, '<'),
  ];
}

function oneOf(name: string, value: string | undefined, words: readonly string[]): void {
  if (value !== undefined && !words.includes(value))
    throw wrong(name, 'invalid_value', `${name} must be one of ${words.join(', ')}`);
}

function bound(name: 'from' | 'to', value: string | undefined, operator: '>=' | '<'): readonly Condition[] {
  if (value === undefined) return [];
  const time = parseTime(value);
  if (Number.isNaN(time)) throw wrong(name, 'invalid_value', `${name} ${TIME_MESSAGE}`);
  return [{ sql: `row.created_at ${operator} :${name}`, parameters: { [name]: new Date(time) } }];
}
