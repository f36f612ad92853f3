import { randomUUID } from 'node:crypto';
import { answered, type Schemas } from '../../packages/client/src/index.js';
import { Client, expectStatus } from './client.js';
import { addPeople, draftOldAgainstNew, type People } from '../../bench/support/people.js';

/** The base URL for each kind of request; all are the same for standalone. */
export interface Urls {
  readonly command: string;
  readonly ingest: string;
  readonly query: string;
}

/** Users, keys and definitions that most tests of the whole system need. Keys are unique to each world. */
export interface World extends People<Client> {
  readonly suffix: string;
  readonly admin: Client;
  readonly exposure: string;
  readonly crash: string;
  readonly metric: string;
  readonly urls: Urls;
}

export async function createWorld(urls: Urls, adminKey: string): Promise<World> {
  const suffix = randomUUID().slice(0, 8);
  const admin = new Client(urls.command, adminKey);
  const { owner, approver, product } = await addPeople(admin, `.${suffix}@example.org`);
  const [exposure, crash, metric] = [`exposure_${suffix}`, `crash_${suffix}`, `crash_rate_${suffix}`];
  await answered(owner.api.POST('/v1/event-types', { body: { key: exposure, name: 'Exposure', exposure: true } }));
  await answered(owner.api.POST('/v1/event-types', { body: { key: crash, name: 'Crash' } }));
  const crashRate = {
    ...({ key: metric, name: 'Crash rate', kind: 'ratio', direction: 'lower_is_better' } as const),
    rule: { numeratorEvent: crash, denominatorEvent: exposure },
  };
  await answered(owner.api.POST('/v1/metrics', { body: crashRate }));
  return { suffix, admin, owner, approver, product, exposure, crash, metric, urls };
}

export interface RunningExperiment {
  readonly id: string;
  readonly flag: string;
  /** Position of the start, which other processes must reach. */
  readonly position: string;
}

/** Creates a flag 'old' and starts an experiment of 'old' against 'new' with one guardrail in an environment. */
export async function startExperiment(
  world: World,
  guardrail: { readonly threshold: string; readonly action: 'pause' | 'rollback'; readonly windowMinutes?: number },
  environment = 'production',
  content: Partial<Schemas['DraftExperimentRequest']> = {},
): Promise<RunningExperiment> {
  const { owner, approver, metric } = world;
  const query = { environment };
  const { id, flag } = await draftOldAgainstNew(world, randomUUID().slice(0, 8), content, environment);
  const params = { path: { id }, query };
  const attached = { metric, ...guardrail };
  await answered(owner.api.POST('/v1/experiments/{id}/metrics', { params, body: { metric } }));
  await answered(owner.api.POST('/v1/experiments/{id}/guardrails', { params, body: attached }));
  await answered(owner.api.POST('/v1/experiments/{id}/submit', { params, body: {} }));
  await answered(approver.api.POST('/v1/experiments/{id}/approve', { params, body: {} }));
  const { position } = await answered(owner.api.POST('/v1/experiments/{id}/start', { params, body: {} }));
  return { id, flag, position };
}

/** One event of telemetry. */
export function telemetry(
  eventType: string,
  decision: { readonly decisionId: string },
  subjectId: string,
  eventId: string = randomUUID(),
): object {
  const { decisionId } = decision;
  return { eventId, eventType, decisionId, subjectId, timestamp: new Date().toISOString(), properties: {} };
}

/** Decides for a subject, after waiting for the position that another process wrote. */
export async function decide(
  world: World,
  flag: string,
  subjectId: string,
  position: string,
  attributes: object = {},
): Promise<{
  readonly decisionId: string;
  readonly value: unknown;
  readonly reason: string;
  readonly variant: string;
}> {
  const product = world.product.at(world.urls.query);
  const body = { flag, subjectId, attributes };
  return (await expectStatus(200, product.post('/v1/decide', body, { 'assay-min-position': position }))).body;
}

/** Sends telemetry and expects each event to be accepted. */
export async function record(world: World, events: readonly object[]): Promise<void> {
  const answer = await expectStatus(200, world.product.at(world.urls.ingest).post('/v1/events', { events }));
  if (answer.body.accepted !== events.length) throw new Error(`not all accepted: ${JSON.stringify(answer.body)}`);
}
