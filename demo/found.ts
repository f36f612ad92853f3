import { answered, type AssayClient, type Schemas } from '../packages/client/src/index.js';

const LIMIT = 100;

/** Experiments of the sample, also those that are over, of one story or of all. */
export async function sampleExperiments(
  assay: AssayClient,
  key = 'sample_',
): Promise<readonly Schemas['ListedExperiment'][]> {
  const { items } = await answered(assay.GET('/v1/experiments', { params: { query: { q: key, limit: LIMIT } } }));
  return items.filter((each) => each.key.startsWith(key));
}

/** The users of the sample. */
export async function sampleUsers(admin: AssayClient) {
  const { items } = await answered(admin.GET('/v1/users', { params: { query: { q: 'sample-', limit: LIMIT } } }));
  return items.filter(({ email }) => /^sample-.*@example\.org$/.test(email));
}

/** True if nothing goes on with the experiment any more, so that its story is told by a new one. */
export const isPast = ({ status }: Schemas['ListedExperiment']): boolean =>
  status === 'archived' || status === 'rejected';
