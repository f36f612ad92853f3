import Type, { type TProperties } from 'typebox';
import { STATUSES } from '../../experiments/index.js';
import { GUARDRAIL_ACTIONS } from '../../experiments/index.js';
import { Count, Decimal, enumOf, Id, Key, named, nullable, Text, Time } from '../../platform/http/schemas.js';
import { VERDICTS } from '../../statistics/index.js';

const reference = { id: Id, key: Key, name: Text };
const experiment = named('InboxExperiment', {
  ...reference,
  flag: Key,
  status: enumOf(STATUSES),
  owner: Type.Object({ id: Text, name: Text }),
  updatedAt: Time,
});

/** The newest of a list, and how many it has. */
const counted = <P extends TProperties>(name: string, item: P, more: TProperties = {}) =>
  Type.Object({ items: Type.Array(named(name, item)), total: Count, ...more });

const votes = { required: Count, votes: Count };

export const InboxSchema = named('Inbox', {
  reviews: counted('InboxReview', { experiment, ...votes }),
  amendments: counted('InboxAmendment', {
    experiment,
    ...votes,
    openedBy: Type.Object({ id: Text, name: Text }),
    openedAt: Time,
    completes: Type.Boolean({ description: 'True if the vote is on a completion against the verdict' }),
  }),
  triggers: counted('InboxTrigger', {
    trigger: Id,
    experiment: Type.Object(reference),
    guardrail: Key,
    action: enumOf(GUARDRAIL_ACTIONS),
    variant: Type.Union([Key, Type.Null()], { description: 'null: all variants pooled' }),
    value: Decimal,
    threshold: Decimal,
    detectedAt: Time,
    outcome: nullable(enumOf(['acted', 'superseded', 'refused'])),
  }),
  decisions: Type.Object({
    items: Type.Array(
      named('InboxDecision', {
        experiment,
        verdict: Type.Object({ kind: enumOf(VERDICTS), variant: nullable(Key), reasons: Type.Array(Text) }),
      }),
    ),
    total: Count,
    judged: Type.Integer({ minimum: 0, description: 'Own live experiments whose verdict was asked for: at most 20' }),
    unjudged: Type.Integer({ minimum: 0, description: 'Own live experiments whose verdict is not known here' }),
  }),
  learnings: counted('InboxLearning', { experiment, completedAt: nullable(Time) }),
});
