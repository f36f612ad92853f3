import Type from 'typebox';
import { METRIC_ROLES } from '../../experiments/index.js';
import { Count, enumOf, Key, named, nullable, Text } from '../../platform/http/schemas.js';
import { REASONS } from '../analysis/inference.js';
import { DAYS_LEFT_REASONS, MDE_REASONS, type DaysLeftReason, type MdeReason } from '../analysis/still-needed.js';

/** A number of inference: a double, unlike counts, which are exact. */
const Number = Type.Number();
const Share = Type.Number({ minimum: 0, maximum: 1 });

export const EffectSchema = named('Effect', {
  effect: nullable(Number),
  se: Type.Union([Number, Type.Null()], { description: 'Standard error' }),
  lower: nullable(Number),
  upper: Type.Union([Number, Type.Null()], { description: 'Null, as `lower`: before burn-in' }),
});

const ReasonSchema = enumOf(REASONS);

const FixedSchema = Type.Union(
  [
    named('FixedResult', {
      state: enumOf(['ok']),
      absolute: EffectSchema,
      relative: EffectSchema,
      p: nullable(Share),
      reason: Type.Optional(ReasonSchema),
    }),
    named('FixedNotYet', {
      state: enumOf(['not_yet']),
      subjects: Count,
      planned: nullable(Count),
      days: Number,
      plannedDays: nullable(Count),
    }),
  ],
  { $id: 'Fixed', description: 'The fixed test as of the planned end; before it `not_yet`, with how far the plan is' },
);

const RiskSchema = named('Risk', { control: Number, treatment: Number });

const CupedSchema = named('Cuped', {
  absolute: EffectSchema,
  relative: EffectSchema,
  p: nullable(Share),
  varianceSaved: Type.Number({ description: 'Share of the variance that CUPED saves' }),
  coverage: Type.Number({ minimum: 0, maximum: 1, description: 'Share of the subjects that have a history' }),
});

const MarginSchema = named('MarginResult', {
  value: Number,
  verdict: enumOf(['safe', 'violated', 'undecided']),
  eValue: Type.Number({ minimum: 0, description: 'Evidence that the margin is violated' }),
  safeEValue: Type.Number({ minimum: 0, description: 'Evidence that the margin is kept' }),
});

export const ComparisonSchema = named('Comparison', {
  metric: Key,
  role: enumOf(METRIC_ROLES),
  variant: Key,
  control: Key,
  n: named('ComparedSubjects', { control: Count, treatment: Count }),
  value: named('ComparedValues', { control: nullable(Number), treatment: nullable(Number) }),
  absolute: EffectSchema,
  relative: EffectSchema,
  p: nullable(Share),
  adjustedP: Type.Union([Share, Type.Null()], {
    description: 'Adjusted for the number of arms (primary) or of metrics times arms (others)',
  }),
  protectedAgainstPeeking: Type.Boolean({ description: 'True: the interval holds however often it is looked at' }),
  fixed: Type.Optional(FixedSchema),
  chanceToWin: Type.Optional(nullable(Share)),
  risk: Type.Optional(
    Type.Union([RiskSchema, Type.Null()], { description: 'Expected relative loss of staying, and of changing' }),
  ),
  cuped: Type.Optional(CupedSchema),
  capped: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: "Share of subjects at the metric's cap" })),
  margin: Type.Optional(MarginSchema),
  mde: Type.Union([Number, Type.Null()], {
    description: 'The smallest relative effect that so many subjects find with the planned power',
  }),
  mdeReason: Type.Optional(
    Type.Unsafe<MdeReason>({ ...enumOf(MDE_REASONS), description: 'Beside an mde that is null: why it is' }),
  ),
  subjectsNeeded: Type.Union([Count, Type.Null()], {
    description: 'Further subjects of all arms, for the planned effect; null: no plan, or not computable',
  }),
  daysLeft: Type.Union([Number, Type.Null()], { description: 'Days until they have come; null: not known' }),
  daysLeftReason: Type.Optional(
    Type.Unsafe<DaysLeftReason>({
      ...enumOf(DAYS_LEFT_REASONS),
      description: 'Beside days that are null: why they are',
    }),
  ),
  state: enumOf(['ok', 'not_computable']),
  reason: Type.Optional(ReasonSchema),
});

export const DimensionResultSchema = named('DimensionResult', {
  key: Key,
  state: enumOf(['ok', 'not_kept_by_hour']),
  values: Type.Array(
    named('DimensionValue', {
      value: Type.Union([Text, Type.Null()], { description: 'null: every other value' }),
      subjects: Count,
      comparisons: Type.Array(ComparisonSchema),
    }),
  ),
  heterogeneity: Type.Array(
    named('Heterogeneity', {
      metric: Key,
      variant: Key,
      q: Type.Union([Number, Type.Null()], { description: "Cochran's Q; null: fewer than two values are comparable" }),
      df: nullable(Count),
      p: nullable(Share),
    }),
  ),
});

export const EffectSeriesSchema = named('EffectSeries', {
  metric: Key,
  variant: Key,
  control: Key,
  state: enumOf(['ok', 'not_computable']),
  reason: Type.Optional(ReasonSchema),
  points: Type.Array(
    named('EffectPoint', {
      time: Type.String({ format: 'date-time' }),
      n: Type.Object({ control: Count, treatment: Count }),
      absolute: EffectSchema,
      relative: EffectSchema,
    }),
  ),
});
