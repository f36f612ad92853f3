import type { Model } from './models.js';
import type { Stream } from './stream.js';

/** How events of known subjects move a metric. Subjects differ: one who had much will have more. */
export interface EventModel extends Pick<Model, 'title' | 'kind' | 'direction'> {
  /** What makes the subject differ from others. */
  drawSubject(stream: Stream): number;
  /** What one event adds to the value, whose expectation is 1 + lift times that of control. */
  drawEvent(stream: Stream, subject: number, value: number, lift: number): number;
}

export const EVENT_MODELS = {
  spending: {
    title: 'sum of log-normal purchases',
    kind: 'sum',
    direction: 'higher_is_better',
    drawSubject: (stream) => Math.exp(stream.normal()),
    drawEvent: (stream, subject, _value, lift) => (1 + lift) * subject * (0.5 + stream.uniform()),
  },
  visits: {
    title: 'count of events',
    kind: 'count',
    direction: 'lower_is_better',
    drawSubject: (stream) => stream.uniform(),
    drawEvent: (stream, subject, _value, lift) => (stream.uniform() < 0.5 * subject * (1 + lift) ? 1 : 0),
  },
  crashes: {
    title: 'first failure, rare',
    kind: 'conversion',
    direction: 'lower_is_better',
    drawSubject: (stream) => 0.02 * stream.uniform(),
    drawEvent: (stream, subject, value, lift) => (value === 0 && stream.uniform() < subject * (1 + lift) ? 1 : 0),
  },
} as const satisfies Record<string, EventModel>;

export type EventModelName = keyof typeof EVENT_MODELS;
