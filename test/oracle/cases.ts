import fc from 'fast-check';
import type { Source } from '../../libs/telemetry/index.js';

/** One step of a case. */
export interface Step {
  /** Seconds since the step before. */
  readonly gap: number;
  readonly what: Batch | Link | Lifecycle;
}

export interface Batch {
  readonly kind: 'batch';
  readonly source: Source;
  readonly items: readonly Sent[];
}

export interface Link {
  readonly kind: 'link';
  readonly from: number;
  readonly to: number;
}

export interface Lifecycle {
  readonly kind: 'traffic' | 'pause' | 'resume' | 'freeze' | 'complete';
}

export const TYPES = ['seen', 'crash', 'buy', 'pay', 'other'] as const;

export interface Sent {
  readonly id: number;
  readonly type: (typeof TYPES)[number];
  readonly subject: number;
  /** Which of the two experiments decided; null for an event without decision id. */
  readonly decidedBy: 0 | 1 | null;
  /** True for another variant than the subject's own. */
  readonly flipped: boolean;
  /** Number of phases since the decision. */
  readonly phasesAgo: number;
  /** Seconds between the event's time and its receipt. */
  readonly age: number;
  readonly value: number | null;
  readonly dimensionValues: readonly number[];
}

const SUBJECTS = 6;
const DAY = 86_400;

const seconds = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 90 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3_600 }) },
  { weight: 1, arbitrary: fc.integer({ min: DAY, max: 5 * DAY }) },
);

const sent: fc.Arbitrary<Sent> = fc
  .record({
    id: fc.nat(60),
    type: fc.constantFrom(...TYPES, 'seen' as const),
    subject: fc.nat(SUBJECTS - 1),
    decidedBy: fc.constantFrom(0, 0, 1, null, null),
    flipped: fc.integer({ min: 0, max: 11 }).map((dice) => dice === 0),
    phasesAgo: fc.nat(1),
    age: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: -250, max: 400 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 * DAY }) },
    ),
    value: fc.constantFrom(null, 0, 1, 2.5, 0.1, -3, 250),
    dimensionValues: fc.tuple(fc.nat(2), fc.nat(1)),
  })
  .map((event) => (event.type === 'seen' && event.decidedBy === null ? { ...event, decidedBy: 0 } : event));

const step: fc.Arbitrary<Step> = fc.record({
  gap: seconds,
  what: fc.oneof(
    {
      weight: 10,
      arbitrary: fc
        .tuple(fc.constantFrom<Source>('server', 'server', 'client'), fc.array(sent, { minLength: 1, maxLength: 6 }))
        .map(([source, items]): Batch => ({ kind: 'batch', source, items })),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('link' as const),
        from: fc.nat(SUBJECTS - 1),
        to: fc.nat(SUBJECTS - 1),
      }),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom('traffic' as const, 'pause' as const, 'resume' as const, 'freeze' as const, 'complete' as const)
        .map((kind): Lifecycle => ({ kind })),
    },
  ),
});

/** A case: its steps, and the batches that its log is cut into for the projection. */
export const aCase = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
  /** Numbers of stored events per batch of the projection, used cyclically. */
  cuts: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
  /** Indexes of the batches that crash before their commit. */
  crashes: fc.array(fc.nat(20), { maxLength: 3 }),
});
export type Case = typeof aCase extends fc.Arbitrary<infer T> ? T : never;
