import Type, { type TSchema } from 'typebox';
import type { JsonObject } from '../../event-store/index.js';
import { maybe } from '../../platform/http/compiled-input.js';
import { Time } from '../../platform/http/schemas.js';

export const MAX_EVENTS = 1_000;

const text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description !== undefined && { description }) });

const Properties = Type.Unsafe<JsonObject>({
  $id: 'EventProperties',
  type: 'object',
  additionalProperties: true,
  description: 'As the schema of the event type has them',
});

/** One event as sent. What may be absent may also be null. */
export const SentEventSchema = Type.Object(
  {
    eventId: text(200, 'Counts once: an event sent again is a duplicate'),
    eventType: text(100),
    decisionId: maybe(Type.String({ maxLength: 1_000, description: 'Of the decision that the event follows from' })),
    subjectId: text(1_000),
    timestamp: Time,
    properties: maybe(Properties),
  },
  { $id: 'SentEvent', additionalProperties: false },
);

const EXAMPLE = {
  ...{ eventId: '6f1c', eventType: 'order_placed', subjectId: 'customer-1', timestamp: '2026-01-31T12:00:00Z' },
  properties: { amount: 49.9 },
};

const batchOf = <Event extends TSchema>(event: Event, limits: { readonly maxItems?: number } = {}) =>
  Type.Object(
    {
      sentAt: maybe({ ...Time, description: 'Time of sending, by the clock of the sender' }),
      events: Type.Array(event, limits),
    },
    { $id: 'EventBatch', additionalProperties: false },
  );

/** The body of `POST /v1/events`, as it is described. */
export const EventBatchSchema = {
  ...batchOf(SentEventSchema, { maxItems: MAX_EVENTS }),
  examples: [{ events: [EXAMPLE] }],
};

/** The same for the check of the batch as a whole: each event is judged by itself. */
export const UnjudgedBatchSchema = batchOf(Type.Unknown());
