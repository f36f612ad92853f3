import { wrong } from '../platform/http/query.js';

/** A condition on the rows of a list: SQL over `row`, with named parameters. */
export interface Condition {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const MAX_SEARCH = 200;

/**
 * `?q`: one of the texts contains it. The case of ASCII letters does not matter; that of others depends on the
 * database's locale. @param texts SQL expressions such as `row.key`
 */
export function search(q: string | undefined, texts: readonly string[]): Condition[] {
  if (q === undefined) return [];
  checkSearch(q);
  const sql = texts.map((text) => `strpos(lower(${text}), lower(:q)) > 0`).join(' OR ');
  return [{ sql: `(${sql})`, parameters: { q } }];
}

/** @throws Problem 400 `too_long` */
export function checkSearch(q: string): void {
  if (q.length > MAX_SEARCH) throw wrong('q', 'too_long', `q has at most ${MAX_SEARCH} characters`);
}

/** Rows of an environment, and those that all environments share. */
export const inEnvironment = (environment: string): Condition => ({
  sql: '(row.environment IS NULL OR row.environment = :own)',
  parameters: { own: environment },
});

/** `?archived=true|false`. Without it, a list has both. */
export function archivedIs(archived: string | undefined): Condition[] {
  if (archived === undefined) return [];
  if (archived !== 'true' && archived !== 'false')
    throw wrong('archived', 'invalid_value', 'archived must be true or false');
  return [{ sql: `coalesce(row.state->>'archived', 'false') = :archived`, parameters: { archived } }];
}

/** `?tag`: the row's tags contain it. */
export function tagged(tag: string | undefined): Condition[] {
  return tag === undefined ? [] : [{ sql: `jsonb_exists((row.state->'tags')::jsonb, :tag)`, parameters: { tag } }];
}

/** `?owner`: the owner is this one. @param name SQL expression of the owner's name or id */
export function ownedBy(owner: string | undefined, name: string): Condition[] {
  return owner === undefined ? [] : [{ sql: `${name} = :owner`, parameters: { owner } }];
}

/** Columns that equal the given values; an undefined value is no condition. */
export function equal(columns: Readonly<Record<string, string | undefined>>): Condition[] {
  return Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : [{ sql: `row.${column} = :${column}`, parameters: { [column]: value } }],
  );
}
