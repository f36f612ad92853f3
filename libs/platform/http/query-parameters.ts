import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { KEY_PATTERN } from '../../primitives/key.js';
import { described } from './described.js';
import { queryOf } from './query.js';

const TEXT = { type: 'string' } as const;
const KEY = { type: 'string', pattern: KEY_PATTERN.source } as const;

/** What a parameter means, and the schema of what it takes. */
interface Described {
  readonly description: string;
  readonly schema: object;
}

/** What each query parameter means and takes, wherever a route has it. */
const PARAMETERS = {
  limit: {
    description: 'The most items of one page',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  },
  cursor: {
    description: '`nextCursor` of the page before',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,400}$' },
  },
  q: { description: 'Text that keys, names or descriptions contain', schema: { type: 'string', maxLength: 200 } },
  archived: {
    description: 'Only what is archived, or only the rest',
    schema: { type: 'boolean' },
  },
  owner: { description: 'The owner: of flags the name, of experiments the id of the user', schema: TEXT },
  tag: { description: 'One of the tags', schema: TEXT },
  stale: {
    description:
      'Only flags that exist for so many days and were not asked for in them: `30d`. Archived ones are left out',
    schema: { type: 'string', pattern: '^[1-9][0-9]{0,3}d?$' },
  },
  flag: { description: 'Key of a flag', schema: KEY },
  key: { description: 'Key of the experiment', schema: KEY },
  status: { description: 'Status of the experiment, or several with commas between them', schema: TEXT },
  sort: { description: 'The order of the list', schema: TEXT },
  include: { description: 'What else the answer has', schema: TEXT },
  traffic: { description: 'Percentage, as a decimal', schema: TEXT },
  metric: { description: 'Key of a metric', schema: KEY },
  phase: { description: 'A number, `current`, or `all` (default)', schema: TEXT },
  from: { description: 'Start of the time range', schema: { type: 'string', format: 'date-time' } },
  to: { description: 'End of the time range', schema: { type: 'string', format: 'date-time' } },
  bucket: {
    description: 'Seconds of one point: a multiple of 10, at most 30 days',
    schema: { type: 'integer', minimum: 10, maximum: 2_592_000, multipleOf: 10 },
  },
  points: {
    description: 'The most points of a line',
    schema: { type: 'integer', minimum: 50, maximum: 400, default: 200 },
  },
  statistics: {
    description: 'How intervals are made: always-valid (`sequential`, the default), `fixed` or `bayesian`',
    schema: { type: 'string', enum: ['sequential', 'fixed', 'bayesian'], default: 'sequential' },
  },
  dimension: {
    description: 'Key of a dimension of the experiment: adds the comparisons within its values',
    schema: KEY,
  },
  at: {
    description: 'A past time: the answer is what was true then',
    schema: { type: 'string', format: 'date-time' },
  },
  variant: { description: 'Key of a treatment; may be left out if there is one', schema: KEY },
  format: { description: '`csv` answers a table', schema: { type: 'string', enum: ['json', 'csv'], default: 'json' } },
  outcome: {
    description: 'Outcome of the completion',
    schema: { type: 'string', enum: ['rollout', 'rollback', 'no_effect'] },
  },
  asked: { description: 'Only where a summary is asked for, or only the rest', schema: { type: 'boolean' } },
  by: { description: 'Id of the user or the service key', schema: { type: 'string', format: 'uuid' } },
  type: { description: 'Type of the event', schema: TEXT },
  entity: { description: 'What was changed, as `<kind>:<id>`: `flag:checkout`', schema: TEXT },
  destination: { description: 'Id of a destination of notifications', schema: { type: 'string', format: 'uuid' } },
  rule: { description: 'Id of a rule of notifications', schema: { type: 'string', format: 'uuid' } },
  experiment: { description: 'Id of an experiment', schema: { type: 'string', format: 'uuid' } },
} as const;

/** Metadata of a route that takes parameters: their names. Other routes take `environment` alone. */
export const QUERY_PARAMETERS = 'query-parameters';

export type QueryParameter = keyof typeof PARAMETERS;

/** The parameters that a request gave, by name. */
export type Query = Readonly<Partial<Record<QueryParameter, string>>>;

const Read = createParamDecorator((names: readonly QueryParameter[], context: ExecutionContext): Query =>
  queryOf(context.switchToHttp().getRequest<FastifyRequest>(), names),
);

/** The query of a request. Only these parameters and `environment` are accepted, each at most once. */
export const QueryParameters = (...names: readonly QueryParameter[]): ParameterDecorator =>
  VariedQueryParameters({}, ...names);

/** The same for a route where parameters mean or take something else than elsewhere. */
export const VariedQueryParameters = (
  varied: Readonly<Partial<Record<QueryParameter, Described>>>,
  ...names: readonly QueryParameter[]
): ParameterDecorator =>
  described(
    Read(names),
    SetMetadata(QUERY_PARAMETERS, names),
    ...names.map((name) => ApiQuery({ name, required: false, ...(varied[name] ?? PARAMETERS[name]) })),
  );
