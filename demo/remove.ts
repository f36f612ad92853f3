import { answered, AssayProblem, type AssayClient, type Schemas } from '../packages/client/src/index.js';
import { isPast, sampleExperiments, sampleUsers } from './found.js';
import { EVENT_TYPES, METRICS, STORIES } from './shop.js';

// It contains the word "ship": a rollback against that verdict has to name it.
const COMMENT = 'The sample is removed, though its verdict may be to ship';

/**
 * Ends and archives all that the sample made. Environment and history stay.
 * @returns false if it was never there
 */
export async function remove(admin: AssayClient): Promise<boolean> {
  if (!(await hasEnvironment(admin))) return false;
  for (const experiment of await sampleExperiments(admin)) if (!isPast(experiment)) await end(admin, experiment);
  await revokeKeys(admin);
  for (const { id } of await sampleUsers(admin))
    await gone(admin.POST('/v1/users/{id}/deactivate', { params: { path: { id } } }));
  // Definitions are last: they may be refused, if somebody's own experiment has come to use them.
  for (const { key } of STORIES) await gone(admin.POST('/v1/flags/{key}/archive', { params: { path: { key } } }));
  for (const { key } of METRICS) await gone(admin.POST('/v1/metrics/{key}/archive', { params: { path: { key } } }));
  for (const { key } of EVENT_TYPES) {
    const at = { params: { path: { key } }, body: { confirm: true } };
    await gone(admin.POST('/v1/event-types/{key}/archive', at));
  }
  return true;
}

const hasEnvironment = (admin: AssayClient): Promise<boolean> =>
  answered(admin.GET('/v1/experiments', { params: { query: { limit: 1 } } })).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AssayProblem && error.code === 'unknown_environment') return false;
      throw error;
    },
  );

/** Revokes the keys that the sample made. */
export async function revokeKeys(admin: AssayClient): Promise<void> {
  const { items } = await answered(admin.GET('/v1/api-keys', { params: { query: { q: 'sample_', limit: 200 } } }));
  for (const { id, name, revoked } of items)
    if (name.startsWith('sample_') && !revoked)
      await gone(admin.DELETE('/v1/api-keys/{id}', { params: { path: { id } } }));
}

async function end(admin: AssayClient, { id, status }: Schemas['ListedExperiment']): Promise<void> {
  const at = { params: { path: { id } } };
  if (status === 'running' || status === 'paused') {
    const body = { outcome: 'rollback' as const, comment: COMMENT };
    await answered(admin.POST('/v1/experiments/{id}/complete', { ...at, body }));
  } else if (status !== 'completed') {
    if (status !== 'draft') await answered(admin.POST('/v1/experiments/{id}/withdraw', { ...at, body: {} }));
    return void (await answered(admin.DELETE('/v1/experiments/{id}', at)));
  }
  await answered(admin.POST('/v1/experiments/{id}/archive', { ...at, body: {} }));
}

/** What is not there any more is removed already. */
async function gone(call: Parameters<typeof answered>[0]): Promise<void> {
  await answered(call).catch((error: unknown) => {
    if (!(error instanceof AssayProblem && error.status === 404)) throw error;
  });
}
