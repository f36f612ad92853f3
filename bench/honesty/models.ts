import type { Direction, MetricKind } from '../../libs/metrics/index.js';
import type { Stream } from './stream.js';

/** The places of a subject's value x, its denominator y and its value before p. */
export const [X, Y, P] = [0, 1, 2] as const;

/** How the subjects of an imagined product behave by one metric. */
export interface Model {
  readonly title: string;
  readonly kind: MetricKind;
  readonly direction: Direction;
  /** Whether looks are corrected by CUPED. */
  readonly isCorrected?: boolean;
  /** Draws one subject, whose expected value is 1 + lift times that of control. */
  draw(stream: Stream, lift: number, into: Float64Array): void;
}

const conversion = (rate: number, direction: Direction): Model => ({
  title: `conversion of ${rate * 100}%`,
  kind: 'conversion',
  direction,
  draw: (stream, lift, into) => {
    into[X] = stream.uniform() < rate * (1 + lift) ? 1 : 0;
    into[Y] = 1;
  },
});

/** Mean 10, standard deviation 5; the value before has a correlation of 0.7 with the value. */
const sum = (title: string, isCorrected: boolean): Model => ({
  title,
  kind: 'sum',
  direction: 'higher_is_better',
  isCorrected,
  draw: (stream, lift, into) => {
    const before = stream.normal();
    into[X] = 10 * (1 + lift) + 5 * (CORRELATION * before + Math.sqrt(1 - CORRELATION ** 2) * stream.normal());
    into[Y] = 1;
    into[P] = 8 + 4 * before;
  },
});

export const CORRELATION = 0.7;

const count: Model = {
  title: 'count (geometric, mean 2)',
  kind: 'count',
  direction: 'lower_is_better',
  draw: (stream, lift, into) => {
    const mean = 2 * (1 + lift);
    into[X] = Math.floor(Math.log(stream.uniform()) / Math.log(mean / (1 + mean)));
    into[Y] = 1;
  },
};

/** Each subject has 1 to many events (mean 4) and a rate of its own, between 0 and 0.6. */
const ratio: Model = {
  title: 'ratio, events clustered by subject',
  kind: 'ratio',
  direction: 'lower_is_better',
  draw: (stream, lift, into) => {
    const events = 1 + Math.floor(Math.log(stream.uniform()) / Math.log(0.75));
    const rate = 0.6 * stream.uniform() * (1 + lift);
    let hits = 0;
    for (let event = 0; event < events; event += 1) if (stream.uniform() < rate) hits += 1;
    into[X] = hits;
    into[Y] = events;
  },
};

/** A share of the subjects buys for a log-normal sum; the others have 0. */
const revenue = (buyers: number, sd: number): Model => ({
  title: `revenue, ${buyers * 100}% buy, log-normal (σ ${sd})`,
  kind: 'sum',
  direction: 'higher_is_better',
  draw: (stream, lift, into) => {
    into[X] = stream.uniform() < buyers ? (1 + lift) * Math.exp(sd * stream.normal()) : 0;
    into[Y] = 1;
  },
});

export const MODELS = {
  mean: sum('mean (normal)', false),
  cuped: sum('mean (normal), CUPED on', true),
  conversion10: conversion(0.1, 'higher_is_better'),
  conversion1: conversion(0.01, 'lower_is_better'),
  count,
  ratio,
  revenue: revenue(0.1, 1.5),
  wholesale: revenue(1, 1),
} as const satisfies Record<string, Model>;

export type ModelName = keyof typeof MODELS;
