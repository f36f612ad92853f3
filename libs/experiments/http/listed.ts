import { isUuid } from '../../platform/ids.js';
import type { Query } from '../../platform/http/query-parameters.js';
import { wrong } from '../../platform/http/query.js';
import { equal, ownedBy, search, tagged, type ComputedSort, type Condition } from '../../projections/index.js';
import { STATUSES, type Status } from '../experiment.js';

/** The order of states in a list: what is live comes first. */
const BY_STATE: readonly Status[] = [
  ...(['running', 'paused', 'in_review', 'approved', 'draft', 'completed', 'rejected', 'archived'] as const),
];
const NAME = `left(lower(row.state->>'name'), 40)`;

const ORDERS = {
  created: null,
  updated: { sql: `row.state->>'updatedAt' || ' ' || row.id`, order: 'DESC' },
  started: { sql: `coalesce(row.state->>'startedAt', '') || ' ' || row.id`, order: 'DESC' },
  name: { sql: `${NAME} || ' ' || row.id`, order: 'ASC' },
  state: {
    sql: `array_position(ARRAY['${BY_STATE.join(`', '`)}'], row.status)::text || ' ' || ${NAME} || ' ' || row.id`,
    order: 'ASC',
  },
} as const satisfies Record<string, ComputedSort | null>;

type Order = keyof typeof ORDERS;
const isOrder = (value: string): value is Order => Object.hasOwn(ORDERS, value);

/** `?sort=`: null is the order of creation, the newest first. @throws Problem 400 */
export function sortIn({ sort = 'created' }: Query): ComputedSort | null {
  if (isOrder(sort)) return ORDERS[sort];
  throw wrong('sort', 'invalid_value', `sort must be one of ${Object.keys(ORDERS).join(', ')}`);
}

/** `?include=lights`. @throws Problem 400 */
export function includesLights({ include, at }: Query): boolean {
  if (include === undefined) return false;
  if (include !== 'lights') throw wrong('include', 'invalid_value', 'include must be lights');
  if (at !== undefined)
    throw wrong('include', 'invalid_value', 'lights are of now: nobody notes them, so leave out include or at');
  return true;
}

/** The experiments of an environment that a list is asked for. @throws Problem 400 */
export function listedIn(environment: string, { status, flag, key, owner, tag, q }: Query): Condition[] {
  if (owner !== undefined && !isUuid(owner)) throw wrong('owner', 'invalid_id', 'owner must be the id of a user');
  return [
    ...equal({ environment, flag, key }),
    ...inStatus(status),
    ...ownedBy(owner, `row.state->'owner'->>'id'`),
    ...tagged(tag),
    ...search(q, ['row.key', `row.state->>'name'`, `row.state->>'hypothesis'`]),
  ];
}

function inStatus(status: string | undefined): Condition[] {
  if (status === undefined) return [];
  const statuses = status.split(',');
  if (statuses.every((each) => STATUSES.some((known) => known === each)))
    return [{ sql: 'row.status IN (:...statuses)', parameters: { statuses } }];
  throw wrong('status', 'invalid_value', `status must be of ${STATUSES.join(', ')}, with commas between several`);
}
