import Type from 'typebox';
import { StatusSchema } from '../../experiments/http.js';
import { METHODS } from '../analysis/inference.js';
import { ComparisonSchema, DimensionResultSchema } from './comparison-answers.js';
import { HealthCheckSchema, PlanReportSchema, VerdictSchema } from './decision-answers.js';
import { DIRECTIONS, METRIC_KINDS } from '../../metrics/index.js';
import {
  Count,
  Decimal,
  enumOf,
  Id,
  Key,
  mapOf,
  named,
  nullable,
  Position,
  Time,
} from '../../platform/http/schemas.js';

/** Exact counts. A quantile has no numerator, and as its denominator the number of values. */
const measured = { numerator: nullable(Decimal), denominator: Decimal, value: nullable(Decimal) };

const Moments = named('Moments', { n: Decimal, sx: Decimal, sy: Decimal, sxx: Decimal, sxy: Decimal, syy: Decimal });

const FromClients = named('FromClients', {
  subjects: Type.Integer({ description: 'Below 0 where it exposed subjects of servers to a second variant' }),
  share: Type.Union([Decimal, Type.Null()], { description: 'Of the exposed subjects; null: there are none' }),
  numerator: Type.Union([Decimal, Type.Null()], { description: 'null: of a quantile' }),
  denominator: nullable(Decimal),
});

export const ResultsSchema = named('Results', {
  experiment: Id,
  status: StatusSchema,
  phase: Type.Union([Count, enumOf(['all'])]),
  asOf: nullable(Time),
  position: nullable(Position),
  exposure: named('ExposureCounts', {
    subjects: mapOf(Count),
    doubleExposed: Count,
    waiting: nullable(Count),
    expired: nullable(Count),
    tail: Type.Union([Count, Type.Null()], { description: 'Events after completion. With `at` these three are null' }),
    /** Exposures later than 15 minutes after completion, of the variants that have any. */
    servedAfter: Type.Optional(mapOf(Count)),
  }),
  metrics: Type.Array(
    named('MetricResult', {
      metric: Key,
      version: Type.Integer({ minimum: 1 }),
      kind: enumOf(METRIC_KINDS),
      direction: enumOf(DIRECTIONS),
      variants: Type.Array(
        named('VariantResult', {
          variant: Key,
          subjects: Count,
          ...measured,
          moments: Type.Union([Moments, Type.Null()], { description: 'null: of a quantile' }),
          fromClients: Type.Optional(FromClients),
        }),
      ),
      total: named('TotalResult', { subjects: Count, ...measured }),
      added_after_start: Type.Optional(Type.Boolean()),
      notKept: Type.Optional(Type.Boolean({ description: 'With `at`: values of quantiles are not kept by hour' })),
      replaying: Type.Optional(Type.Boolean({ description: 'Earlier telemetry is not counted yet' })),
    }),
  ),
  statistics: enumOf(METHODS),
  comparisons: Type.Array(ComparisonSchema),
  health: Type.Array(HealthCheckSchema),
  plan: Type.Union([PlanReportSchema, Type.Null()], { description: 'null: the experiment has no plan' }),
  verdict: Type.Union([VerdictSchema, Type.Null()], { description: 'null: with `at`' }),
  dimension: Type.Optional(DimensionResultSchema),
});

export const TimeseriesSchema = named('Timeseries', {
  metric: Key,
  bucketSeconds: Type.Integer({ minimum: 10 }),
  points: Type.Array(Type.Object({ time: Time, variants: mapOf(named('Measured', measured)) })),
});

export const UnattributedSchema = named('UnattributedEvents', { eventType: Key, events: Count });
