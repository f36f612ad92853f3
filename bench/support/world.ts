import type { Schemas } from '../../packages/client/src/index.js';
import { addPeople, draftOldAgainstNew, type People } from './people.js';
import { answered, type Caller } from './client.js';

export const EXPOSURE = 'page_viewed';
export const PURCHASE = 'purchased';
export const CRASH = 'crashed';

/** Metrics of every experiment: two rates of events and a conversion of subjects. */
export const CRASH_RATE = 'crash_rate';
const METRICS = [CRASH_RATE, 'purchase_rate', 'purchase_conversion'] as const;

export type World = People<Caller>;

export async function createWorld(admin: Caller): Promise<World> {
  const people = await addPeople(admin, '@example.org');
  const { owner } = people;
  for (const body of [
    { key: EXPOSURE, name: 'Page viewed', exposure: true },
    { key: PURCHASE, name: 'Purchased' },
    { key: CRASH, name: 'Crashed' },
  ])
    await answered(owner.api.POST('/v1/event-types', { body }));
  const [crashRate, purchaseRate, conversion] = METRICS;
  for (const body of [
    ratio(crashRate, 'lower_is_better', CRASH),
    ratio(purchaseRate, 'higher_is_better', PURCHASE),
    {
      ...({ key: conversion, name: conversion, kind: 'conversion', direction: 'higher_is_better' } as const),
      rule: { event: PURCHASE },
    },
  ])
    await answered(owner.api.POST('/v1/metrics', { body }));
  return people;
}

function ratio(
  key: string,
  direction: Schemas['Metric']['direction'],
  numeratorEvent: string,
): Schemas['DefineMetricRequest'] {
  return { key, name: key, kind: 'ratio', direction, rule: { numeratorEvent, denominatorEvent: EXPOSURE } };
}

export interface RunningExperiment {
  readonly id: string;
  readonly flag: string;
}

/** Makes a flag, and starts an experiment on it with full traffic and one guardrail on its crash rate. */
export async function startExperiment(
  world: World,
  name: string,
  guardrail: { readonly threshold: string; readonly action: 'pause' | 'rollback' | 'notify' },
  further: readonly string[] = [],
  { guardrails = [], ...more }: Partial<Schemas['DraftExperimentRequest']> = {},
): Promise<RunningExperiment> {
  const { owner, approver } = world;
  const measured = {
    ...more,
    metrics: [...METRICS, ...further],
    guardrails: [{ metric: METRICS[0], ...guardrail }, ...(guardrails ?? [])],
  };
  const { id, flag } = await draftOldAgainstNew(world, name, measured);
  const step = { params: { path: { id } }, body: {} };
  await answered(owner.api.POST('/v1/experiments/{id}/submit', step));
  await answered(approver.api.POST('/v1/experiments/{id}/approve', step));
  await answered(owner.api.POST('/v1/experiments/{id}/start', step));
  return { id, flag };
}

/** A decision about a flag. */
export async function decide(
  { product }: World | { readonly product: Caller },
  flag: string,
  subjectId: string,
  attributes: Readonly<Record<string, string>> = {},
) {
  const answer = await answered(product.api.POST('/v1/decide', { body: { flag, subjectId, attributes } }));
  if ('decisions' in answer) throw new Error('one flag was asked for');
  return answer;
}

/** The decision id of a subject in the experiment. */
export async function decideFor(
  world: World,
  flag: string,
  subjectId: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { decisionId, reason } = await decide(world, flag, subjectId, attributes);
  if (decisionId === null) throw new Error(`${subjectId} is not in the experiment of ${flag}: ${reason}`);
  return decisionId;
}
