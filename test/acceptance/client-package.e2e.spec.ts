import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answered, AssayProblem, createClient } from '../../packages/client/src/index.js';
import { installPacked, type ScratchProject } from '../support/packed-package.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';

const README = fileURLToPath(new URL('../../packages/client/README.md', import.meta.url));

describe('the client package', () => {
  let assay: RunningWorld;
  let project: ScratchProject;
  let readme: string;

  beforeAll(async () => {
    [assay, project, readme] = await Promise.all([
      startWorld(ANY_STORE),
      installPacked('client', ['openapi-typescript-helpers']),
      readFile(README, 'utf8'),
    ]);
  });

  afterAll(() => Promise.all([assay.stop(), project.remove()]));

  /** The first block of a language. */
  const block = (language: string): string => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? '';

  it('does what its README shows, installed as published', async () => {
    const { baseUrl, key } = assay.world.owner;
    const script = block('js').replaceAll('http://localhost:3000', baseUrl);
    const lines = (await project.node(script, { ASSAY_API_KEY: key })).trim().split('\n');
    expect(lines[0]).toMatch(/^new_checkout \d+$/);
    expect(lines.slice(1)).toEqual(['The checkout in one page', 'new_checkout', '400 validation_failed /key']);
  });

  it('has types, which refuse what the API does not have', async () => {
    await project.check(block('ts'));
    await project.check(`
      import { answered, createClient } from '@assay/client';
      const assay = createClient({ baseUrl: '' });
      const { items } = await answered(assay.GET('/v1/experiments', { params: { query: { status: 'running' } } }));
      for (const { owner, outcome } of items) console.log(owner.name, outcome?.winner?.length);
      // @ts-expect-error There is no such path.
      assay.GET('/v1/experiment');
      // @ts-expect-error There is no such type of flag.
      assay.POST('/v1/flags', { body: { key: 'a', type: 'color', default: 'red' } });
    `);
    // Two compilations of every type there is.
  }, 180_000);

  it('names the environment of requests that name none', async () => {
    const { baseUrl, key } = assay.world.admin;
    const body = { key: 'staging' };
    await answered(createClient({ baseUrl, key }).POST('/v1/environments', { body }));
    const staging = createClient({ baseUrl, key, environment: 'staging' });
    expect((await answered(staging.GET('/v1/review-policy'))).environment).toBe('staging');
    const named = { params: { query: { environment: 'production' } } };
    expect((await answered(staging.GET('/v1/review-policy', named))).environment).toBe('production');
  });

  it('tells an unreachable server from one that refuses', async () => {
    const { baseUrl } = assay.world.admin;
    const nobody = createClient({ baseUrl, key: 'not-a-key' });
    const refused = await answered(nobody.GET('/v1/flags')).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 401, code: 'unauthenticated', passing: false });
    const gone = createClient({ baseUrl, fetch: () => Promise.reject(new TypeError('fetch failed')) });
    const unreachable = await answered(gone.GET('/v1/flags')).catch((error: unknown) => error);
    expect(unreachable).toBeInstanceOf(AssayProblem);
    expect(unreachable).toMatchObject({ status: 0, code: 'unreachable', passing: true });
  });
});
