import Type from 'typebox';
import type { SnapshotDocument } from '../../evaluation/index.js';
import type { AnswerOf } from '../../platform/http/schemas.js';
import {
  AnyJson,
  Condition,
  Count,
  enumOf,
  Id,
  Key,
  mapOf,
  named,
  nullable,
  Text,
} from '../../platform/http/schemas.js';
import { stringifyAsWritten } from '../../primitives/written-json.js';

const Millis = Type.Number({ description: 'Epoch milliseconds' });
/** Left out where all semantics decide alike. */
const semantics = Type.Optional(Type.Unsafe<1 | 2>({ type: 'integer', minimum: 1 }));
const bucketsUpTo = Type.Integer({ minimum: 0, description: 'Exclusive end of a range of buckets' });

const GroupSchema = Type.Union(
  [
    Type.Object({ kind: enumOf(['list']), key: Key, subjects: Type.Array(Text) }),
    Type.Object({ kind: enumOf(['condition']), key: Key, when: Condition, semantics }),
  ],
  { $id: 'SnapshotGroup' },
);

const HoldoutSchema = named('SnapshotHoldout', {
  key: Key,
  salt: Text,
  shareBuckets: Count,
  flags: nullable(Type.Array(Key)),
  startsAt: Millis,
  endsAt: nullable(Millis),
});

const ConflictDomainSchema = named('SnapshotConflictDomain', {
  key: Key,
  salt: Text,
  reservations: Type.Array(
    Type.Object({
      experiment: Id,
      slots: Type.Array(Type.Unsafe<readonly [number, number]>({ type: 'array', prefixItems: [Count, Count] })),
    }),
  ),
});

const OverrideSchema = named('SnapshotOverride', {
  id: Id,
  for: Type.Union([
    Type.Object({ kind: enumOf(['subject']), subject: Text }),
    Type.Object({ kind: enumOf(['group']), group: Key }),
  ]),
  variant: Key,
  value: AnyJson,
  experiment: nullable(Type.Object({ id: Id, key: Key, phase: Count })),
  expiresAt: Millis,
});

const ExperimentSchema = named('SnapshotExperiment', {
  id: Id,
  key: Key,
  status: enumOf(['running', 'paused']),
  phase: Count,
  startedAt: Millis,
  salt: Text,
  targeting: nullable(Condition),
  semantics,
  bucketBy: nullable(Text),
  exposure: enumOf(['explicit', 'on_decide']),
  trafficBuckets: Count,
  conflictDomain: nullable(Key),
  variants: Type.Array(Type.Object({ key: Key, value: AnyJson, control: Type.Boolean(), upTo: bucketsUpTo })),
  disabledArms: Type.Array(Key),
  dimensions: Type.Optional(Type.Array(named('SnapshotDimension', { attribute: Text, values: Type.Array(Text) }))),
  enrolled: nullable(Text),
});

const PinSchema = named('SnapshotPin', {
  experimentId: Id,
  experimentKey: Key,
  startedAt: Millis,
  variant: Key,
  value: AnyJson,
  kind: enumOf(['rollout', 'rollback']),
  targeting: nullable(Condition),
  semantics,
});

const RuleSchema = named('SnapshotRule', {
  name: nullable(Text),
  when: Condition,
  semantics,
  serve: Type.Union([
    Type.Object({ kind: enumOf(['variant']), variant: Key }),
    Type.Object({
      kind: enumOf(['split']),
      salt: Text,
      shares: Type.Array(Type.Object({ variant: Key, upTo: bucketsUpTo })),
    }),
  ]),
});

const FlagSchema = named('SnapshotFlag', {
  key: Key,
  type: enumOf(['boolean', 'string', 'number', 'json']),
  enabled: Type.Boolean(),
  defaultValue: AnyJson,
  defaultVariant: Text,
  variants: mapOf(AnyJson),
  overrides: Type.Array(OverrideSchema),
  experiment: nullable(ExperimentSchema),
  pins: Type.Array(PinSchema),
  rules: Type.Array(RuleSchema),
  requires: Type.Optional(Type.Array(named('SnapshotRequirement', { flag: Key, variant: Key }))),
  metadata: mapOf(Type.Union([Text, Type.Number(), Type.Boolean()])),
  clientVisible: Type.Boolean(),
});

export const SnapshotSchema = named('Snapshot', {
  format: Type.Unsafe<1 | 2 | 3>({
    type: 'integer',
    minimum: 1,
    description: 'A reader refuses one that it does not know',
  }),
  environment: Key,
  version: Text,
  keys: Type.Object({ subject: Text, decision: Type.Array(Type.Object({ id: Text, proof: Text })) }),
  snapshot: Type.Object({
    flags: Type.Array(FlagSchema),
    groups: Type.Array(GroupSchema),
    holdouts: Type.Array(HoldoutSchema),
    conflictDomains: Type.Array(ConflictDomainSchema),
    participationLimit: nullable(Count),
  }),
});

/** The text of the answer. The argument has the type of the schema as well, which the compiler checks. */
export const snapshotText = (document: SnapshotDocument & AnswerOf<typeof SnapshotSchema>): string =>
  stringifyAsWritten(document);
