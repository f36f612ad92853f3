import { answered, createClient, type AssayClient, type Schemas } from '../packages/client/src/index.js';
import { clientOf, makes } from './assay.js';
import { isPast, sampleExperiments, sampleUsers } from './found.js';
import { draftOf, ENVIRONMENT, EVENT_TYPES, METRICS, STORIES, type Story } from './shop.js';

const HOUR_MS = 3_600_000;

/** The people of the sample: they have rights in its environment alone. */
const PEOPLE = [
  { name: 'Sample experimenter', email: 'sample-experimenter@example.org', role: 'experimenter' },
  { name: 'Sample approver', email: 'sample-approver@example.org', role: 'approver' },
] as const;

export type Tell = (line: string) => void;

/**
 * Makes what is missing of the sample and starts its experiments. An experiment that ended stays as it is.
 * @returns the key of the simulated shop, which is good for an hour
 */
export async function setUp(baseUrl: string, adminKey: string, tell: Tell): Promise<string> {
  await makes(
    createClient({ baseUrl, key: adminKey }).POST('/v1/environments', { body: { key: ENVIRONMENT, name: 'Sample' } }),
  );
  const admin = clientOf(baseUrl, adminKey);
  await define(admin);
  const [owner, approver] = await Promise.all(PEOPLE.map((person) => signedUp(admin, baseUrl, person)));
  if (!owner || !approver) throw new Error('the sample has no people');
  for (const story of STORIES) tell(await begin(story, admin, owner, approver));
  return keyFor(admin, { name: 'sample_shop', scopes: ['decide', 'ingest'], environment: ENVIRONMENT });
}

async function define(admin: AssayClient): Promise<void> {
  for (const body of EVENT_TYPES) {
    if (!(await makes(admin.POST('/v1/event-types', { body }))))
      await answered(admin.POST('/v1/event-types/{key}/restore', { params: { path: { key: body.key } } }));
  }
  for (const body of METRICS) {
    if (!(await makes(admin.POST('/v1/metrics', { body }))))
      await answered(admin.POST('/v1/metrics/{key}/restore', { params: { path: { key: body.key } } }));
  }
  for (const { key, control } of STORIES) {
    if (!(await makes(admin.POST('/v1/flags', { body: { key, type: 'string', default: control, tags: ['sample'] } }))))
      await answered(admin.POST('/v1/flags/{key}/restore', { params: { path: { key } } }));
  }
}

/** A client with a new key of the person, who is added or made active again. */
async function signedUp(admin: AssayClient, baseUrl: string, person: (typeof PEOPLE)[number]): Promise<AssayClient> {
  const { name, email, role } = person;
  await makes(
    admin.POST('/v1/users', { body: { name, email, role: 'viewer', environmentRoles: { [ENVIRONMENT]: role } } }),
  );
  const user = (await sampleUsers(admin)).find((each) => each.email === email);
  if (!user) throw new Error(`the user ${email} is not there`);
  const path = { id: user.id };
  if (user.deactivated) await answered(admin.POST('/v1/users/{id}/reactivate', { params: { path } }));
  const scopes = ['manage', 'read'] as const;
  return clientOf(baseUrl, await keyFor(admin, { name: `sample_${role}`, userId: user.id, scopes: [...scopes] }));
}

async function keyFor(admin: AssayClient, wanted: Schemas['CreateApiKeyRequest']): Promise<string> {
  const expiresAt = new Date(Date.now() + HOUR_MS).toISOString();
  const { key } = await answered(admin.POST('/v1/api-keys', { body: { ...wanted, expiresAt } }));
  if (key === null) throw new Error('the answer has no key');
  return key;
}

/** @returns what was done, or found */
async function begin(story: Story, admin: AssayClient, owner: AssayClient, approver: AssayClient): Promise<string> {
  const earlier = await sampleExperiments(admin, story.key);
  const found = earlier.find((each) => !isPast(each));
  if (found?.status === 'running' || found?.status === 'paused') return `${found.key} is ${found.status} already`;
  if (found?.status === 'completed')
    return `${found.key} ended before (${found.outcome?.kind ?? 'completed'}): run with --remove first to see it again`;
  const key = earlier.length === 0 ? story.key : `${story.key}_${earlier.length + 1}`;
  const id = found?.id ?? (await answered(owner.POST('/v1/experiments', { body: { ...draftOf(story), key } }))).id;
  const at = { params: { path: { id } }, body: {} };
  const status = found?.status ?? 'draft';
  if (status === 'draft') await answered(owner.POST('/v1/experiments/{id}/submit', at));
  if (status !== 'approved') await answered(approver.POST('/v1/experiments/{id}/approve', at));
  await answered(owner.POST('/v1/experiments/{id}/start', at));
  return `${found?.key ?? key} is started`;
}
