import type { Schemas } from '../../../packages/client/src/index.js';

/** The documents that the dashboard shows, with the types of the OpenAPI document. */
export type Session = Schemas['Session'];
export type Actor = Schemas['Author'];
export type Experiment = Schemas['Experiment'];
export type ExperimentState = Experiment['status'];
export type Outcome = Schemas['Outcome'];
export type Guardrail = Schemas['Guardrail'];
export type ThresholdGuardrail = Schemas['ThresholdGuardrail'];
export type ComparisonGuardrail = Schemas['ComparisonGuardrail'];
export type GuardrailAction = Guardrail['action'];
export type RatesReport = Schemas['GuardrailRates'];
export type GuardrailRates = Schemas['GuardrailRate'];
export type Direction = GuardrailRates['direction'];
export type Results = Schemas['Results'];
export type MetricKind = Schemas['MetricResult']['kind'];
export type Timeseries = Schemas['Timeseries'];
export type TimeseriesPoint = Timeseries['points'][number];
export type Trigger = Schemas['Trigger'];
export type HistoryItem = Schemas['HistoryItem'];

/** A decimal number as text, for example `0.05`. */
export type Decimal = string;

/** An instant, ISO 8601 in UTC. */
export type Instant = string;

export const EXPERIMENT_STATES = [
  'draft',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'rejected',
  'archived',
] as const satisfies readonly ExperimentState[];
