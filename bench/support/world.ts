import { textOf, type Client } from './client.js';

export const EXPOSURE = 'page_viewed';
export const PURCHASE = 'purchased';
export const CRASH = 'crashed';

/** Metrics of every experiment: two rates of events and a conversion of subjects. */
const METRICS = ['crash_rate', 'purchase_rate', 'purchase_conversion'] as const;

/** The clients of the people who run experiments and of the product. */
export interface World {
  readonly owner: Client;
  readonly approver: Client;
  /** Has a service key that decides and sends telemetry. */
  readonly product: Client;
}

export async function createWorld(admin: Client): Promise<World> {
  const person = async (name: string, role: string): Promise<Client> => {
    const user = await admin.post('/v1/users', { name, email: `${name}@example.org`, role });
    const key = await admin.post('/v1/api-keys', { name, userId: textOf(user, 'id'), scopes: ['manage', 'read'] });
    return admin.as(textOf(key, 'key'));
  };
  const owner = await person('olga', 'experimenter');
  const approver = await person('anna', 'approver');
  const service = await admin.post('/v1/api-keys', { name: 'product', scopes: ['decide', 'ingest'] });
  await admin.put('/v1/review-policy', { minApprovals: 1, allowAnyApprover: true });
  await owner.post('/v1/event-types', { key: EXPOSURE, name: 'Page viewed', exposure: true });
  await owner.post('/v1/event-types', { key: PURCHASE, name: 'Purchased' });
  await owner.post('/v1/event-types', { key: CRASH, name: 'Crashed' });
  const [crashRate, purchaseRate, conversion] = METRICS;
  await owner.post('/v1/metrics', ratio(crashRate, 'lower_is_better', CRASH));
  await owner.post('/v1/metrics', ratio(purchaseRate, 'higher_is_better', PURCHASE));
  await owner.post('/v1/metrics', {
    key: conversion,
    name: conversion,
    kind: 'conversion',
    direction: 'higher_is_better',
    rule: { event: PURCHASE },
  });
  return { owner, approver, product: admin.as(textOf(service, 'key')) };
}

function ratio(key: string, direction: string, numeratorEvent: string): object {
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
  await owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' });
  const drafted = await owner.post('/v1/experiments', {
    key: `experiment_${name}`,
    name: `Experiment ${name}`,
    flag,
    traffic: '100.00',
    variants: [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ],
  });
  const id = textOf(drafted, 'id');
  const path = `/v1/experiments/${id}`;
  for (const metric of METRICS) await owner.post(`${path}/metrics`, { metric });
  await owner.post(`${path}/guardrails`, { metric: METRICS[0], ...guardrail });
  await owner.post(`${path}/submit`);
  await approver.post(`${path}/approve`);
  await owner.post(`${path}/start`);
  return { id, flag };
}

/** The decision id of a subject in the experiment. */
export async function decideFor({ product }: World, flag: string, subjectId: string): Promise<string> {
  return textOf(await product.post('/v1/decide', { flag, subjectId }), 'decisionId');
}
