import type { ComparedMetric, Comparisons } from '../../libs/measurement/aggregation/comparisons.js';
import type { EventModelName } from './event-models.js';
import { EVENT_MODELS } from './event-models.js';
import { type Model, type ModelName, MODELS } from './models.js';

export const ALPHA = 0.05;
export const BATCH = 100;

/**
 * When subjects come and when their values do. `at_once`: each batch brings subjects with their values. Otherwise events
 * of earlier subjects go on. `frozen`: no subject comes after the first quarter. `resumed`: after half of the batches
 * the experiment was paused, so a second run and a second phase begin.
 */
export type Course = 'at_once' | 'growing' | 'frozen' | 'resumed';

/** An experiment to repeat, whose true effects lie exactly at its margins. Plain JSON. */
export interface Trial {
  readonly title: string;
  readonly metrics: readonly (ModelName | EventModelName)[];
  /** Of control first. */
  readonly weights: readonly number[];
  /** The margin; 0 is an A/A experiment. */
  readonly share: number;
  /** Batches of 100 subjects or, once enrolment is frozen, of events. */
  readonly batches: number;
  readonly plannedSubjects: number;
  readonly course: Course;
  readonly runs: number;
}

/** The comparisons of a trial: each metric for each treatment. They share alpha. */
export const comparisonsIn = ({ metrics, weights }: Trial): number => metrics.length * (weights.length - 1);

type Described = Pick<Model, 'title' | 'kind' | 'direction'>;

const DESCRIBED: Readonly<Record<ModelName | EventModelName, Described>> = { ...MODELS, ...EVENT_MODELS };

/** The true relative effect of treatments: they are worse by the margin. */
export function liftOf(name: ModelName | EventModelName, { share }: Pick<Trial, 'share'>): number {
  return DESCRIBED[name].direction === 'lower_is_better' ? share : -share;
}

/** What the product would compare. */
export function comparisonsOf({ metrics, weights, share, plannedSubjects }: Trial): Comparisons {
  const [control = 1, ...treatments] = weights;
  return {
    control: { key: 'control', weight: control },
    treatments: treatments.map((weight, index) => ({ key: `treatment_${index + 1}`, weight })),
    metrics: metrics.map((name) => comparedOf(name, share)),
    guardrails: [],
    alpha: ALPHA,
    plannedSubjects,
  };
}

export function comparedOf(name: ModelName | EventModelName, share: number): ComparedMetric {
  const { kind, direction } = DESCRIBED[name];
  const event = { event: 'happened' };
  const rule =
    kind === 'ratio'
      ? ({ kind, numeratorEvent: 'hit', denominatorEvent: 'happened' } as const)
      : kind === 'conversion' || kind === 'count'
        ? { kind, ...event }
        : ({ kind: 'sum', ...event, property: 'value' } as const);
  return { key: name, metric: { key: name, name, version: 1, direction, rule }, margin: share, sources: 'all' };
}
