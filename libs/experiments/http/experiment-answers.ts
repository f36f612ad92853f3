import Type from 'typebox';
import { AuthorSchema } from '../../event-sourcing/author-schema.js';
import {
  AnyJson,
  AnyObject,
  Condition,
  Count,
  Decimal,
  enumOf,
  Id,
  Key,
  mapOf,
  named,
  NextCursor,
  nullable,
  Position,
  Revision,
  Semantics,
  Text,
  Time,
} from '../../platform/http/schemas.js';
import { VERDICTS } from '../../statistics/index.js';
import {
  COMPARISON_SCOPE,
  EXPOSURES,
  GUARDRAIL_ACTIONS,
  GUARDRAIL_SOURCES,
  GUARDRAIL_UNITS,
  METRIC_ROLES,
  OUTCOMES,
  THRESHOLD_SCOPES,
} from '../experiment.events.js';
import { STATUSES } from '../experiment.js';
import { WARNINGS } from '../warnings.js';

const Person = named('Person', { id: Text, name: Text });
const Comment = nullable(Text);

const VariantSchema = named('Variant', { key: Key, value: AnyJson, weight: Decimal, control: Type.Boolean() });

/** Fields of a guardrail that compares a value with a threshold. */
export const guardrailFields = {
  metric: Key,
  threshold: Decimal,
  windowMinutes: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    description: 'Length of the window; null: since the last start or resume',
  }),
  action: enumOf(GUARDRAIL_ACTIONS),
  sources: enumOf(GUARDRAIL_SOURCES),
  per: enumOf(GUARDRAIL_UNITS),
  minSample: Count,
  scope: enumOf(THRESHOLD_SCOPES),
};
const Margin = Type.Unsafe<string>({
  ...Decimal,
  description: 'Relative to control: "0.02" is not worse by more than 2%',
});
const GuardrailSchema = Type.Union(
  [
    named('ThresholdGuardrail', { kind: enumOf(['threshold']), key: Key, ...guardrailFields }),
    named('ComparisonGuardrail', {
      kind: enumOf(['comparison']),
      key: Key,
      metric: Key,
      action: enumOf(GUARDRAIL_ACTIONS),
      sources: enumOf(GUARDRAIL_SOURCES),
      scope: enumOf([COMPARISON_SCOPE]),
      margin: Margin,
    }),
  ],
  { $id: 'Guardrail' },
);
const AttachedMetricSchema = named('AttachedMetric', {
  metric: Key,
  role: enumOf(METRIC_ROLES),
  margin: nullable(Margin),
});
const PlannedSchema = named('Planned', {
  mde: Type.Unsafe<string>({ ...Decimal, description: 'The smallest effect that matters, relative to control' }),
  power: Decimal,
  alpha: Decimal,
  subjects: Type.Optional(Type.Integer({ minimum: 1, description: 'Of all arms together; absent in a plan of days' })),
  days: Type.Optional(Type.Integer({ minimum: 1 })),
});
const DimensionSchema = named('Dimension', { key: Key, attribute: Text, values: Type.Array(Text) });

const ScheduleSchema = named('Schedule', { startAt: nullable(Time), stopAt: nullable(Time) });
const WarningSchema = named('Warning', {
  code: enumOf(WARNINGS),
  message: Text,
  guardrail: Type.Optional(Key),
  metric: Type.Optional(Key),
  experiment: Type.Optional(Id),
});
const VoteSchema = named('Vote', { by: Person, at: Time, comment: Comment });
const MetricVersions = mapOf(Type.Integer({ minimum: 1 }));

export const SummarySchema = Type.Union(
  [Text, Type.Object({ expected: Text, happened: Text, now: Text }, { description: 'Answers to three questions' })],
  { $id: 'Summary', description: 'What an experiment taught, as it was written' },
);
const LearningSchema = named('NotedLearning', { summary: nullable(SummarySchema), tags: Type.Array(Text) });

const AmendmentSchema = named('Amendment', {
  changes: named('AmendedContent', {
    trafficMax: Type.Optional(Decimal),
    traffic: Type.Optional(Decimal),
    hypothesis: Type.Optional(Text),
    guardrails: Type.Optional(Type.Array(GuardrailSchema)),
    metricVersions: Type.Optional(MetricVersions),
    schedule: Type.Optional(nullable(ScheduleSchema)),
    disabledArms: Type.Optional(Type.Array(Key)),
  }),
  completion: Type.Optional(
    named('AskedCompletion', {
      kind: enumOf(OUTCOMES),
      winner: nullable(Key),
      verdict: enumOf(VERDICTS),
      learning: Type.Optional(LearningSchema),
    }),
  ),
  liveHash: Text,
  contentHash: Text,
  openedBy: Person,
  openedAt: Time,
  comment: Comment,
  votes: Type.Array(VoteSchema),
});

const RunSchema = named('Run', { run: Count, phase: Count, from: Time, to: nullable(Time) });
export const PhaseSchema = named('Phase', {
  phase: Count,
  from: Time,
  to: nullable(Time),
  traffic: Decimal,
  frozen: Type.Boolean(),
  disabledArms: Type.Array(Key),
});

export const StatusSchema = enumOf(STATUSES);

export const ExperimentSchema = named('Experiment', {
  id: Id,
  key: Key,
  name: Text,
  description: Text,
  environment: Key,
  status: StatusSchema,
  owner: Person,
  copiedFrom: nullable(Id),
  flag: Key,
  variants: Type.Array(VariantSchema),
  targeting: Type.Union([Condition, Type.Null()], { description: 'null: everybody' }),
  semantics: Semantics,
  bucketBy: Type.Union([Text, Type.Null()], { description: 'null: the subject' }),
  exposure: enumOf(EXPOSURES),
  trafficMax: Decimal,
  traffic: Decimal,
  hypothesis: Text,
  primaryMetric: nullable(Key),
  metrics: Type.Array(Key),
  attached: Type.Array(AttachedMetricSchema, { description: 'All metrics, each with its role and margin' }),
  metricVersions: MetricVersions,
  addedMetrics: Type.Array(Key, { description: 'Attached after the draft' }),
  addedAfterStart: Type.Array(Key),
  guardrails: Type.Array(GuardrailSchema),
  planned: nullable(PlannedSchema),
  dimensions: Type.Array(DimensionSchema),
  schedule: nullable(ScheduleSchema),
  conflictDomain: nullable(Key),
  priority: Count,
  contentHash: nullable(Text),
  liveHash: nullable(Text),
  warnings: Type.Array(WarningSchema),
  approvals: Type.Array(VoteSchema),
  amendment: nullable(AmendmentSchema),
  run: Count,
  runs: Type.Array(RunSchema),
  phase: Count,
  frozenAt: nullable(Time),
  disabledArms: Type.Array(Key),
  pausedBy: nullable(Type.Object({ trigger: Id, guardrail: Key })),
  outcome: nullable(
    named('Outcome', {
      kind: enumOf(OUTCOMES),
      winner: nullable(Key),
      by: AuthorSchema,
      comment: Comment,
      verdict: Type.Optional(enumOf(VERDICTS)),
      askedBy: Type.Optional(Person),
    }),
  ),
  summary: Type.Union([SummarySchema, Type.Null()], { description: 'null: not noted yet' }),
  tags: Type.Array(Text),
  learningAsked: Type.Boolean({ description: 'Completed, and its owner is asked for a summary' }),
  draftedAt: Time,
  startedAt: nullable(Time),
  completedAt: nullable(Time),
  updatedAt: Time,
  revision: Revision,
  position: Position,
});

export const ListedExperimentSchema = named('ListedExperiment', {
  ...ExperimentSchema.properties,
  lights: Type.Optional(
    Type.Union(
      [
        named('Lights', {
          guardrails: Type.Object({ healthy: Count, breached: Count, no_data: Count }),
          verdict: Type.Union([Type.Object({ kind: enumOf(VERDICTS), variant: nullable(Key) }), Type.Null()], {
            description: 'As it was some seconds ago; null: not known yet, ask again',
          }),
        }),
        Type.Null(),
      ],
      { description: 'With `include=lights`; null: it has not run' },
    ),
  ),
});

export const HistoryItemSchema = named('HistoryItem', {
  position: Position,
  revision: Revision,
  type: Text,
  at: Time,
  by: AuthorSchema,
  summary: Text,
  data: AnyObject,
});

export const ReviewSchema = named('Review', {
  experiment: Id,
  status: StatusSchema,
  contentHash: nullable(Text),
  warnings: Type.Array(WarningSchema),
  items: Type.Array(VoteSchema),
  amendment: nullable(AmendmentSchema),
  nextCursor: NextCursor,
});
