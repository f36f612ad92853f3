import { randomUUID } from 'node:crypto';
import { Client, expectStatus } from './client.js';

/** The base URL for each kind of request; all are the same for standalone. */
export interface Urls {
  readonly command: string;
  readonly ingest: string;
  readonly query: string;
}

/** Users, keys and definitions that most tests of the whole system need. Keys are unique to each world. */
export interface World {
  readonly suffix: string;
  readonly admin: Client;
  readonly owner: Client;
  readonly approver: Client;
  /** A service key that decides and sends telemetry. */
  readonly product: Client;
  readonly exposure: string;
  readonly crash: string;
  readonly metric: string;
  readonly urls: Urls;
}

export async function createWorld(urls: Urls, adminKey: string): Promise<World> {
  const suffix = randomUUID().slice(0, 8);
  const admin = new Client(urls.command, adminKey);
  const person = async (name: string, role: string): Promise<Client> => {
    const user = await expectStatus(
      201,
      admin.post('/v1/users', { name, email: `${name}.${suffix}@example.org`, role }),
    );
    const key = { name, userId: user.body.id, scopes: ['manage', 'read'] };
    return admin.as((await expectStatus(201, admin.post('/v1/api-keys', key))).body.key);
  };
  const owner = await person('olga', 'experimenter');
  const approver = await person('anna', 'approver');
  const service = await expectStatus(
    201,
    admin.post('/v1/api-keys', { name: 'product', scopes: ['decide', 'ingest'] }),
  );
  await expectStatus(200, admin.put('/v1/review-policy', { minApprovals: 1, allowAnyApprover: true }));
  const [exposure, crash, metric] = [`exposure_${suffix}`, `crash_${suffix}`, `crash_rate_${suffix}`];
  await expectStatus(201, owner.post('/v1/event-types', { key: exposure, name: 'Exposure', exposure: true }));
  await expectStatus(201, owner.post('/v1/event-types', { key: crash, name: 'Crash' }));
  await expectStatus(
    201,
    owner.post('/v1/metrics', {
      key: metric,
      name: 'Crash rate',
      kind: 'ratio',
      direction: 'lower_is_better',
      rule: { numeratorEvent: crash, denominatorEvent: exposure },
    }),
  );
  return { suffix, admin, owner, approver, product: admin.as(service.body.key), exposure, crash, metric, urls };
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
): Promise<RunningExperiment> {
  const at = (verb: string): string => `/v1/experiments${verb}?environment=${environment}`;
  const { owner, approver, metric } = world;
  const name = randomUUID().slice(0, 8);
  const flag = `flag_${name}`;
  await expectStatus(201, owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
  const drafted = await expectStatus(
    201,
    owner.post(at(''), {
      key: `exp_${name}`,
      name: `Experiment ${name}`,
      flag,
      traffic: '100.00',
      variants: [
        { key: 'control', value: 'old', weight: '50', control: true },
        { key: 'treatment', value: 'new', weight: '50' },
      ],
    }),
  );
  const id = drafted.body.id as string;
  await expectStatus(200, owner.post(at(`/${id}/metrics`), { metric }));
  await expectStatus(200, owner.post(at(`/${id}/guardrails`), { metric, ...guardrail }));
  await expectStatus(200, owner.post(at(`/${id}/submit`)));
  await expectStatus(200, approver.post(at(`/${id}/approve`)));
  const started = await expectStatus(200, owner.post(at(`/${id}/start`)));
  return { id, flag, position: started.body.position };
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
): Promise<{
  readonly decisionId: string;
  readonly value: unknown;
  readonly reason: string;
}> {
  const product = world.product.at(world.urls.query);
  const body = { flag, subjectId, attributes: {} };
  return (await expectStatus(200, product.post('/v1/decide', body, { 'assay-min-position': position }))).body;
}

/** Sends telemetry and expects each event to be accepted. */
export async function record(world: World, events: readonly object[]): Promise<void> {
  const answer = await expectStatus(200, world.product.at(world.urls.ingest).post('/v1/events', { events }));
  if (answer.body.accepted !== events.length) throw new Error(`not all accepted: ${JSON.stringify(answer.body)}`);
}
