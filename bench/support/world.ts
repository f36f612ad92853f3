import type { Schemas } from '../../packages/client/src/index.js';
import { answered, type Caller } from './client.js';

export const EXPOSURE = 'page_viewed';
export const PURCHASE = 'purchased';
export const CRASH = 'crashed';

/** Metrics of every experiment: two rates of events and a conversion of subjects. */
const METRICS = ['crash_rate', 'purchase_rate', 'purchase_conversion'] as const;

/** The clients of the people who run experiments and of the product. */
export interface World {
  readonly owner: Caller;
  readonly approver: Caller;
  /** Has a service key that decides and sends telemetry. */
  readonly product: Caller;
}

export async function createWorld(admin: Caller): Promise<World> {
  const keyFor = async (body: Schemas['CreateApiKeyRequest']): Promise<Caller> => {
    const { key } = await answered(admin.api.POST('/v1/api-keys', { body }));
    if (key === null) throw new Error(`the key ${body.name} was created before`);
    return admin.as(key);
  };
  const person = async (name: string, role: Schemas['AddUserRequest']['role']): Promise<Caller> => {
    const body = { name, email: `${name}@example.org`, role };
    const { id } = await answered(admin.api.POST('/v1/users', { body }));
    return keyFor({ name, userId: id, scopes: ['manage', 'read'] });
  };
  const owner = await person('olga', 'experimenter');
  const approver = await person('anna', 'approver');
  const product = await keyFor({ name: 'product', scopes: ['decide', 'ingest'] });
  await answered(admin.api.PUT('/v1/review-policy', { body: { minApprovals: 1, allowAnyApprover: true } }));
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
  return { owner, approver, product };
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
  { owner, approver }: World,
  name: string,
  guardrail: { readonly threshold: string; readonly action: 'pause' | 'rollback' },
): Promise<RunningExperiment> {
  const flag = `flag_${name}`;
  await answered(owner.api.POST('/v1/flags', { body: { key: flag, type: 'string', default: 'old' } }));
  const draft = {
    key: `experiment_${name}`,
    name: `Experiment ${name}`,
    flag,
    traffic: '100.00',
    variants: [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ],
    metrics: [...METRICS],
    guardrails: [{ metric: METRICS[0], ...guardrail }],
  };
  const { id } = await answered(owner.api.POST('/v1/experiments', { body: draft }));
  const step = { params: { path: { id } }, body: {} };
  await answered(owner.api.POST('/v1/experiments/{id}/submit', step));
  await answered(approver.api.POST('/v1/experiments/{id}/approve', step));
  await answered(owner.api.POST('/v1/experiments/{id}/start', step));
  return { id, flag };
}

/** A decision about a flag. */
export async function decide({ product }: World | { readonly product: Caller }, flag: string, subjectId: string) {
  const answer = await answered(product.api.POST('/v1/decide', { body: { flag, subjectId } }));
  if ('decisions' in answer) throw new Error('one flag was asked for');
  return answer;
}

/** The decision id of a subject in the experiment. */
export async function decideFor(world: World, flag: string, subjectId: string): Promise<string> {
  const { decisionId, reason } = await decide(world, flag, subjectId);
  if (decisionId === null) throw new Error(`${subjectId} is not in the experiment of ${flag}: ${reason}`);
  return decisionId;
}
