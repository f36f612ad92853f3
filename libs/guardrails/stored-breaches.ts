/** Upcasters of stored breaches to their current version. */
import type { Json, JsonObject } from '../event-store/index.js';

/**
 * Version 1 gave a quantile the numerator 0, had no evidence, and reported a sample ratio mismatch by its p-value. A
 * numerator of 0 becomes null if the value is not 0, because the value is no fraction then.
 */
export function breachFromV1(breach: JsonObject): JsonObject {
  const { denominator = null, breached } = breach;
  const numerator = numeratorFromV1(breach);
  const evidence = numerator === null ? `${text(denominator)} values` : `${text(numerator)} of ${text(denominator)}`;
  const observations = Array.isArray(breached) ? breached.map(observationFromV1) : [];
  return { ...breach, numerator, evidence, split: null, breached: observations };
}

/** An answer holds the breaches that the check found. */
export function checkAnswerFromV1(answer: JsonObject): JsonObject {
  const { results } = answer;
  return { ...answer, results: Array.isArray(results) ? results.map(resultFromV1) : [] };
}

function resultFromV1(result: Json): Json {
  if (!isObject(result)) return result;
  const { triggers } = result;
  const lift = (trigger: Json): Json => (isObject(trigger) ? breachFromV1(trigger) : trigger);
  return { ...result, triggers: Array.isArray(triggers) ? triggers.map(lift) : [] };
}

const observationFromV1 = (observation: Json): Json =>
  isObject(observation) ? { ...observation, numerator: numeratorFromV1(observation) } : observation;

function numeratorFromV1({ numerator = null, value }: JsonObject): Json {
  return numerator === '0' && value !== '0' ? null : numerator;
}

const text = (value: Json): string => (typeof value === 'string' ? value : '0');

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
