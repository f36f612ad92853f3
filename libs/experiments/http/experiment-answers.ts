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
import { EXPOSURES, GUARDRAIL_ACTIONS, GUARDRAIL_SCOPES, GUARDRAIL_UNITS, OUTCOMES } from '../experiment.events.js';
import { STATUSES } from '../experiment.js';
import { WARNINGS } from '../warnings.js';

const Person = named('Person', { id: Text, name: Text });
const Comment = nullable(Text);

const VariantSchema = named('Variant', { key: Key, value: AnyJson, weight: Decimal, control: Type.Boolean() });

export const guardrailFields = {
  metric: Key,
  threshold: Decimal,
  windowMinutes: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    description: 'Length of the window; null: since the last start or resume',
  }),
  action: enumOf(GUARDRAIL_ACTIONS),
  per: enumOf(GUARDRAIL_UNITS),
  minSample: Count,
  scope: enumOf(GUARDRAIL_SCOPES),
};
const GuardrailSchema = named('Guardrail', { key: Key, ...guardrailFields });

const ScheduleSchema = named('Schedule', { startAt: nullable(Time), stopAt: nullable(Time) });
const WarningSchema = named('Warning', { code: enumOf(WARNINGS), message: Text, guardrail: Type.Optional(Key) });
const VoteSchema = named('Vote', { by: Person, at: Time, comment: Comment });
const MetricVersions = mapOf(Type.Integer({ minimum: 1 }));

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
  metricVersions: MetricVersions,
  addedMetrics: Type.Array(Key, { description: 'Attached after the draft' }),
  addedAfterStart: Type.Array(Key),
  guardrails: Type.Array(GuardrailSchema),
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
    named('Outcome', { kind: enumOf(OUTCOMES), winner: nullable(Key), by: AuthorSchema, comment: Comment }),
  ),
  draftedAt: Time,
  startedAt: nullable(Time),
  completedAt: nullable(Time),
  updatedAt: Time,
  revision: Revision,
  position: Position,
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
